package io.usercenter.platform.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.ModuleAttribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A modular jar that requires less: modules of the JDK that it names and that are not used here,
 * and that a runtime cannot be linked with.
 */
record LeanModule(Path jar, Set<String> dropped) {

  private static final String DECLARATION = "module-info.class";

  LeanModule {
    dropped = Set.copyOf(dropped);
  }

  byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream file = Files.newInputStream(jar);
        ZipInputStream from = new ZipInputStream(file);
        ZipOutputStream to = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(LocalDateTime.ofEpochSecond(TarWriter.SECONDS, 0, ZoneOffset.UTC));
        to.putNextEntry(copy);
        byte[] content = from.readAllBytes();
        to.write(entry.getName().equals(DECLARATION) ? lean(content) : content);
      }
    }
    return bytes.toByteArray();
  }

  private byte[] lean(byte[] declaration) {
    ClassFile files = ClassFile.of();
    ClassModel model = files.parse(declaration);
    ClassTransform transform =
        (builder, element) ->
            builder.with(element instanceof ModuleAttribute module ? lean(module) : element);
    return files.transformClass(model, transform);
  }

  private ModuleAttribute lean(ModuleAttribute module) {
    return ModuleAttribute.of(
        module.moduleName(),
        module.moduleFlagsMask(),
        module.moduleVersion().orElse(null),
        module.requires().stream()
            .filter(it -> !dropped.contains(it.requires().name().stringValue()))
            .toList(),
        module.exports(),
        module.opens(),
        module.uses(),
        module.provides());
  }
}
