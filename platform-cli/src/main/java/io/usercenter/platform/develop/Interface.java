package io.usercenter.platform.develop;

import java.lang.classfile.AccessFlags;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.ConstantValueAttribute;
import java.lang.classfile.attribute.ExceptionsAttribute;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.PermittedSubclassesAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the compiler may have used of a class when it compiled others: as long as this stays the
 * same, only the class itself must be compiled again.
 */
final class Interface {

  private Interface() {}

  static Set<String> of(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    Set<String> lines = new TreeSet<>();
    lines.add("flags " + model.flags().flagsMask());
    lines.add("extends " + model.superclass().map(ClassEntry::asInternalName).orElse(""));
    model.interfaces().forEach(each -> lines.add("implements " + each.asInternalName()));
    model.findAttribute(Attributes.signature()).ifPresent(it -> lines.add(text(it)));
    model
        .findAttribute(Attributes.permittedSubclasses())
        .map(PermittedSubclassesAttribute::permittedSubclasses)
        .ifPresent(permitted -> permitted.forEach(it -> lines.add("permits " + it)));
    model
        .findAttribute(Attributes.record())
        .ifPresent(it -> it.components().forEach(each -> lines.add("component " + each.name())));
    model
        .findAttribute(Attributes.innerClasses())
        .map(InnerClassesAttribute::classes)
        .ifPresent(inner ->
            inner.stream()
                .filter(it -> it.outerClass().filter(model.thisClass()::equals).isPresent())
                .forEach(it ->
                    lines.add("nested " + it.innerClass().asInternalName() + it.flagsMask())));
    model.fields().stream().filter(field -> seen(field.flags())).forEach(it -> add(it, lines));
    model.methods().stream().filter(method -> seen(method.flags())).forEach(it -> add(it, lines));
    return lines;
  }

  private static boolean seen(AccessFlags flags) {
    return !flags.has(AccessFlag.PRIVATE) && !flags.has(AccessFlag.SYNTHETIC);
  }

  /** The values of constants are copied into the classes that name them. */
  private static void add(FieldModel field, Set<String> lines) {
    lines.add(
        "field %s %s %d %s %s"
            .formatted(
                field.fieldName(),
                field.fieldType(),
                field.flags().flagsMask(),
                field
                    .findAttribute(Attributes.constantValue())
                    .map(ConstantValueAttribute::constant)
                    .map(constant -> constant.constantValue().toString())
                    .orElse(""),
                field.findAttribute(Attributes.signature()).map(Interface::text).orElse("")));
  }

  private static void add(MethodModel method, Set<String> lines) {
    lines.add(
        "method %s %s %d %s %s"
            .formatted(
                method.methodName(),
                method.methodType(),
                method.flags().flagsMask(),
                method
                    .findAttribute(Attributes.exceptions())
                    .map(ExceptionsAttribute::exceptions)
                    .map(List::toString)
                    .orElse(""),
                method.findAttribute(Attributes.signature()).map(Interface::text).orElse("")));
  }

  private static String text(SignatureAttribute signature) {
    return signature.signature().stringValue();
  }
}
