package io.usercenter.platform.process;

import io.usercenter.platform.supervisor.ChildSpec;
import io.usercenter.platform.supervisor.ChildSpec.Launch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names every input of a child by a path users understand. Secret values appear as hashes only. */
final class Fingerprints {

  private static final int LONGEST_SHOWN = 120;

  private Fingerprints() {}

  /**
   * @param own the service's directory, left out of the names of files
   */
  static SortedMap<String, String> of(ChildSpec spec, Path own) {
    SortedMap<String, String> fields = new TreeMap<>();
    launch("", spec.launch(), fields);
    spec.layout()
        .files()
        .forEach((path, content) ->
            fields.put(
                "files." + (path.startsWith(own) ? own.relativize(path) : path), hash(content)));
    int number = 0;
    for (ChildSpec.Preparation preparation : spec.layout().preparations()) {
      fields.put("data." + number + ".directory", preparation.directory().toString());
      number++;
    }
    spec.probe().ifPresent(probe -> fields.put("ready", probe.toString()));
    fields.put("restart", spec.lifecycle().restart().name().toLowerCase(Locale.ROOT));
    fields.put("stop_signal", spec.lifecycle().stopSignal());
    fields.put("stop_grace_period", spec.lifecycle().stopGrace().toString());
    spec.endpoints()
        .forEach((inside, outside) -> fields.put("ports." + inside, String.valueOf(outside)));
    return fields;
  }

  private static void launch(String prefix, Launch launch, SortedMap<String, String> fields) {
    List<String> words = launch.command();
    for (int index = 0; index < words.size(); index++) {
      fields.put(prefix + "command[%02d]".formatted(index), shown(words.get(index)));
    }
    launch
        .environment()
        .forEach((name, value) ->
            fields.put(prefix + "environment." + name, secret(name) ? hash(value) : shown(value)));
    launch.input().ifPresent(path -> fields.put(prefix + "stdin", path.toString()));
  }

  private static String shown(String value) {
    return value.length() > LONGEST_SHOWN ? hash(value) : value;
  }

  private static boolean secret(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.contains("PASS")
        || upper.contains("SECRET")
        || upper.contains("TOKEN")
        || upper.contains("CREDENTIAL");
  }

  static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(bytes, 0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }
}
