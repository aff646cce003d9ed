package io.usercenter.platform.compose;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** PLACEHOLDER until the loader is merged: the canonical model as text. */
public final class CanonicalText {

  private CanonicalText() {}

  public static String json(Map<String, Object> tree) {
    try {
      return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(tree) + "\n";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public static String yaml(Map<String, Object> tree) {
    return new Yaml().dumpAsMap(tree);
  }
}
