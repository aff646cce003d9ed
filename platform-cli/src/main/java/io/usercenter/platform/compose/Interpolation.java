package io.usercenter.platform.compose;

import java.util.Map;

/** Replaces the variables in every text of a tree and casts the results. */
final class Interpolation {

  private final Template.Variables variables;
  private final Report report;

  Interpolation(Template.Variables variables, Report report) {
    this.variables = variables;
    this.report = report;
  }

  /** Changes the tree in place; what cannot be interpolated is reported and becomes unknown. */
  void apply(Mapping root) {
    mapping(root, YamlPath.ROOT);
  }

  Node node(Node node, YamlPath path) {
    if (node instanceof Mapping mapping) {
      return mapping(mapping, path);
    }
    if (node instanceof Sequence sequence) {
      return sequence(sequence, path);
    }
    return node instanceof Scalar scalar && scalar.value() instanceof String text
        ? text(scalar, text, path)
        : node;
  }

  private Mapping mapping(Mapping mapping, YamlPath path) {
    for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
      entry.setValue(node(entry.getValue(), path.child(entry.getKey())));
    }
    return mapping;
  }

  private Sequence sequence(Sequence sequence, YamlPath path) {
    for (int i = 0; i < sequence.size(); i++) {
      sequence.items().set(i, node(sequence.items().get(i), path.item(i)));
    }
    return sequence;
  }

  private Scalar text(Scalar scalar, String text, YamlPath path) {
    try {
      String value = Template.substitute(text, variables);
      Object cast = Casts.cast(path, value);
      if (cast.equals(Scalar.UNKNOWN)) {
        return uncastable(scalar, text, value, path);
      }
      return cast.equals(text) ? scalar : new Scalar(scalar.place(), cast);
    } catch (Template.Invalid e) {
      return invalid(scalar, e, path);
    }
  }

  private Scalar uncastable(Scalar scalar, String text, String value, YamlPath path) {
    report.add(
        scalar,
        path,
        "'" + path.name() + "' does not take '" + value + "'",
        "it takes a number, or true or false"
            + (text.equals(value) ? "" : "; the text in the file is '" + text + "'"),
        text.equals(value)
            ? "write a value of that kind"
            : "set the variable to a value of that kind");
    return new Scalar(scalar.place(), Scalar.UNKNOWN);
  }

  private Scalar invalid(Scalar scalar, Template.Invalid e, YamlPath path) {
    String missing = e.variable();
    if (missing == null) {
      report.add(
          scalar,
          path,
          "a variable is not written correctly",
          e.why(),
          "correct it, or write '$$' for a dollar that is no variable");
    } else {
      report.add(
          scalar,
          path,
          "the variable '" + missing + "' is required",
          e.why(),
          "set it: add '" + missing + "=...' to the .env file, or export it");
    }
    return new Scalar(scalar.place(), Scalar.UNKNOWN);
  }
}
