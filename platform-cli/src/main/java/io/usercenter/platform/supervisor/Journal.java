package io.usercenter.platform.supervisor;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What must survive the supervisor: a child's specification, process and counters, on disk. */
final class Journal {

  private static final String SPECIFICATION = "spec.json";
  private static final String PROCESS = "process.json";

  private final Path directory;

  /**
   * @param directory the service's own directory; exists
   */
  Journal(Path directory) {
    this.directory = directory;
  }

  /** What is known of the process of a child. */
  record Entry(boolean wanted, Optional<ProcessIdentity> process, int restarts) {

    static final Entry NONE = new Entry(false, Optional.empty(), 0);
  }

  void writeSpecification(ChildSpec spec) throws IOException {
    write(SPECIFICATION, Codec.specification(spec));
  }

  Optional<ChildSpec> readSpecification() throws IOException {
    return read(SPECIFICATION).map(Codec::specification);
  }

  void delete() throws IOException {
    Files.deleteIfExists(directory.resolve(SPECIFICATION));
    Files.deleteIfExists(directory.resolve(PROCESS));
  }

  void write(Entry entry) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("wanted", entry.wanted());
    json.put("restarts", entry.restarts());
    entry
        .process()
        .ifPresent(process -> {
          json.put("pid", process.pid());
          json.put("startTicks", process.startTicks());
          json.put("boot", process.boot());
        });
    write(PROCESS, json);
  }

  Entry read() throws IOException {
    return read(PROCESS).map(Journal::entry).orElse(Entry.NONE);
  }

  private static Entry entry(Map<String, Object> json) {
    Optional<ProcessIdentity> process =
        json.containsKey("pid")
            ? Optional.of(
                new ProcessIdentity(
                    Codec.number(json, "pid"),
                    Codec.number(json, "startTicks"),
                    Codec.text(json, "boot")))
            : Optional.empty();
    return new Entry(
        Boolean.TRUE.equals(json.get("wanted")), process, (int) Codec.number(json, "restarts"));
  }

  private Optional<Map<String, Object>> read(String file) throws IOException {
    Path path = directory.resolve(file);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    return Optional.of(JSON.std.mapFrom(Files.readString(path)));
  }

  private void write(String file, Map<String, Object> json) throws IOException {
    PrivateFile.write(directory.resolve(file), JSON.std.asString(json));
  }
}
