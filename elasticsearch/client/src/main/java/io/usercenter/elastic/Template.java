package io.usercenter.elastic;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An index template with a version. Indices that are there already keep their mapping; those of the
 * next day have the new one.
 *
 * @param content as {@code PUT _index_template} takes it, {@code version} included
 */
public record Template(String name, Map<String, Object> content) {

  /** How the index of dead letters is made. */
  public static Template deadLetters() throws IOException {
    return read("dead-letter", Template.class, "dead-letter.json");
  }

  /** A template out of a resource beside a class. */
  public static Template read(String name, Class<?> beside, String resource) throws IOException {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource + " beside " + beside.getName());
      }
      return new Template(name, JSON.std.mapFrom(in));
    }
  }

  /**
   * Puts it in place unless the same or a newer version is there; one without a version is older.
   *
   * @return whether it was put
   */
  public boolean install(Elastic elastic) throws IOException {
    String path = "/_index_template/" + name;
    Answer there = elastic.get(path);
    if (there.status() != 404) {
      there.expectOk("GET " + path);
      if (version(there) >= number(content.get("version"))) {
        return false;
      }
    }
    elastic.send("PUT", path, content).expectOk("PUT " + path);
    return true;
  }

  private static long version(Answer answer) throws IOException {
    return answer.json().get("index_templates") instanceof List<?> list
            && !list.isEmpty()
            && list.getFirst() instanceof Map<?, ?> entry
            && entry.get("index_template") instanceof Map<?, ?> template
        ? number(template.get("version"))
        : 0;
  }

  private static long number(@Nullable Object version) {
    return version instanceof Number number ? number.longValue() : 0;
  }
}
