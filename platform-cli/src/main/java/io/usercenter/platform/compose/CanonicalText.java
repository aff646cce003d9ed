package io.usercenter.platform.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Writes plain trees as JSON or YAML text. */
public final class CanonicalText {

  private CanonicalText() {}

  /** JSON with two spaces of indentation and a line end at the end. */
  public static String json(@Nullable Object tree) {
    StringBuilder out = new StringBuilder();
    json(tree, "\n", out);
    return out.append('\n').toString();
  }

  private static void json(@Nullable Object value, String lineStart, StringBuilder out) {
    if (value instanceof String text) {
      jsonText(text, out);
    } else if (value instanceof Map<?, ?> map) {
      jsonMap(map, lineStart, out);
    } else if (value instanceof List<?> list) {
      jsonList(list, lineStart, out);
    } else {
      out.append(value instanceof Double number ? jsonNumber(number) : String.valueOf(value));
    }
  }

  private static String jsonNumber(double number) {
    boolean finite = !Double.isNaN(number) && !Double.isInfinite(number);
    return finite ? Figures.number(number) : "null";
  }

  private static void jsonMap(Map<?, ?> map, String lineStart, StringBuilder out) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator).append(lineStart).append("  ");
      jsonText(String.valueOf(entry.getKey()), out);
      out.append(": ");
      json(entry.getValue(), lineStart + "  ", out);
      separator = ",";
    }
    out.append(map.isEmpty() ? "{}" : lineStart + "}");
  }

  private static void jsonList(List<?> list, String lineStart, StringBuilder out) {
    String separator = "[";
    for (Object item : list) {
      out.append(separator).append(lineStart).append("  ");
      json(item, lineStart + "  ", out);
      separator = ",";
    }
    out.append(list.isEmpty() ? "[]" : lineStart + "]");
  }

  private static void jsonText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' '
              || c == '\u007f'
              || c == '\u2028'
              || c == '\u2029'
              || (Character.isSurrogate(c) && isLone(text, i))) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isLone(String text, int at) {
    char c = text.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
  }

  /** YAML in block style that reads back to the same tree. */
  public static String yaml(@Nullable Object tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setSplitLines(false);
    options.setWidth(Integer.MAX_VALUE);
    LoaderOptions loading = new LoaderOptions();
    return new Yaml(
            new SafeConstructor(loading), new Unaliased(options), options, loading, new Words())
        .dump(tree);
  }

  /** Repeats equal values instead of using anchors, and writes numbers shortest. */
  private static final class Unaliased extends Representer {

    Unaliased(DumperOptions options) {
      super(options);
      representers.put(
          Double.class, value -> representScalar(Tag.FLOAT, yamlNumber((Double) value)));
      representers.put(
          String.class, value -> representScalar(Tag.STR, (String) value, style((String) value)));
    }

    private static String yamlNumber(double number) {
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        return Double.isNaN(number) ? ".nan" : number > 0 ? ".inf" : "-.inf";
      }
      String text = Figures.number(number);
      return text.matches("-?[0-9]+") ? text + ".0" : text;
    }

    private static DumperOptions.ScalarStyle style(String text) {
      boolean control =
          text.chars()
              .anyMatch(c ->
                  (c < ' ' && c != '\n')
                      || (c >= 0x7f && c < 0xa0)
                      || c > 0xd7ff
                      || c == 0x2028
                      || c == 0x2029);
      if (control
          || text.endsWith(" ")
          || text.startsWith(" ")
          || text.contains(" \n")
          || text.startsWith("\n")) {
        return DumperOptions.ScalarStyle.DOUBLE_QUOTED;
      }
      if (text.indexOf('\n') >= 0) {
        return DumperOptions.ScalarStyle.LITERAL;
      }
      boolean plain =
          PlainScalar.resolve(text) instanceof String && !text.isEmpty() && !text.equals("<<");
      return plain ? DumperOptions.ScalarStyle.PLAIN : DumperOptions.ScalarStyle.DOUBLE_QUOTED;
    }

    @Override
    protected org.yaml.snakeyaml.nodes.Node representSequence(
        Tag tag, Iterable<?> sequence, DumperOptions.FlowStyle flowStyle) {
      representedObjects.clear();
      return super.representSequence(tag, sequence, flowStyle);
    }

    @Override
    protected org.yaml.snakeyaml.nodes.Node representMapping(
        Tag tag, Map<?, ?> mapping, DumperOptions.FlowStyle flowStyle) {
      representedObjects.clear();
      return super.representMapping(tag, mapping, flowStyle);
    }
  }

  /** Quotes more than needed by YAML 1.1, so that other readers agree. */
  private static final class Words extends Resolver {}
}
