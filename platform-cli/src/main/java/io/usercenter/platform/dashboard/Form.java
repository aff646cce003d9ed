package io.usercenter.platform.dashboard;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How files of dashboards are written: what fits is on one line, so that people can read them. */
final class Form {

  private static final int WIDTH = 110;

  private Form() {}

  static String of(Object root) {
    StringBuilder text = new StringBuilder();
    write(text, root, 0, true);
    return text.append('\n').toString();
  }

  private static void write(
      StringBuilder text, @Nullable Object value, int indent, boolean outermost) {
    String line = line(value);
    boolean fits = line.length() + indent <= WIDTH && !outermost;
    if (!fits && value instanceof Map<?, ?> map && !map.isEmpty()) {
      text.append("{\n");
      for (Iterator<? extends Map.Entry<?, ?>> it = map.entrySet().iterator(); it.hasNext(); ) {
        Map.Entry<?, ?> entry = it.next();
        text.repeat(' ', indent + 2).append(line(entry.getKey())).append(": ");
        write(text, entry.getValue(), indent + 2, false);
        text.append(it.hasNext() ? ",\n" : "\n");
      }
      text.repeat(' ', indent).append('}');
    } else if (!fits && value instanceof List<?> list && !list.isEmpty()) {
      text.append("[\n");
      for (Iterator<?> it = list.iterator(); it.hasNext(); ) {
        text.repeat(' ', indent + 2);
        write(text, it.next(), indent + 2, false);
        text.append(it.hasNext() ? ",\n" : "\n");
      }
      text.repeat(' ', indent).append(']');
    } else {
      text.append(line);
    }
  }

  private static String line(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        StringBuilder text = new StringBuilder("{");
        map.forEach((key, inner) -> {
          text.append(text.length() == 1 ? "" : ", ");
          text.append(line(key)).append(": ").append(line(inner));
        });
        yield text.append('}').toString();
      }
      case List<?> list -> {
        StringBuilder text = new StringBuilder("[");
        list.forEach(inner -> text.append(text.length() == 1 ? "" : ", ").append(line(inner)));
        yield text.append(']').toString();
      }
      case null, default -> new Value(value).json();
    };
  }
}
