package io.usercenter.platform.compose;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code env_file} and {@code label_file} of the services into their variables and
 * labels.
 */
final class ServiceFiles {

  private final Mapping model;
  private final Map<String, String> environment;
  private final EnvironmentFile environmentFile;
  private final Report report;

  ServiceFiles(Mapping model, Map<String, String> environment, Names names, Report report) {
    this.model = model;
    this.environment = environment;
    this.environmentFile = new EnvironmentFile(report, names);
    this.report = report;
  }

  /** Changes the services that are left in the values. */
  void resolve(Map<String, @Nullable Object> values) {
    Mapping services = model.mapping("services");
    for (Map.Entry<String, @Nullable Object> entry :
        Tree.mapOrEmpty(values.get("services")).entrySet()) {
      Mapping service = services == null ? null : services.mapping(entry.getKey());
      Map<String, @Nullable Object> shown = Tree.map(entry.getValue());
      if (service != null && shown != null) {
        YamlPath path = YamlPath.of("services", entry.getKey());
        variables(service.sequence("env_file"), shown, path.child("env_file"));
        labels(service.sequence("label_file"), shown, path.child("label_file"));
      }
    }
  }

  private void variables(
      @Nullable Sequence files, Map<String, @Nullable Object> service, YamlPath path) {
    if (files == null) {
      return;
    }
    Map<String, @Nullable Object> own = Tree.mapOrEmpty(service.get("environment"));
    Map<String, String> known = new LinkedHashMap<>();
    own.forEach((name, value) -> putIfText(known, name, value));
    Map<String, @Nullable Object> all = new TreeMap<>();
    for (int i = 0; i < files.size(); i++) {
      if (files.items().get(i) instanceof Mapping file) {
        Map<String, String> read = read(file, path.item(i), name -> lookUp(name, known));
        known.putAll(read);
        all.putAll(read);
      }
    }
    all.putAll(own);
    if (!all.isEmpty()) {
      service.put("environment", all);
    }
  }

  private static void putIfText(Map<String, String> map, String name, @Nullable Object value) {
    if (value instanceof String text) {
      map.put(name, text);
    }
  }

  private @Nullable String lookUp(String name, Map<String, String> known) {
    String value = environment.get(name);
    return value == null ? known.get(name) : value;
  }

  private Map<String, String> read(Mapping file, YamlPath path, Template.Variables outer) {
    boolean required =
        !(file.get("required") instanceof Scalar scalar)
            || !"false".equals(String.valueOf(scalar.value()));
    String format = file.text("format");
    if (format != null && !format.isEmpty() && !format.equals("raw")) {
      report.add(
          file,
          path,
          "the format '" + format + "' of an env_file is unknown",
          "it is 'raw', or not given",
          "write 'format: raw', or remove it");
      return Map.of();
    }
    String text = file.text("path");
    try {
      Path target = Path.of(text == null ? "" : text);
      if (!required && !TextFile.exists(target)) {
        return Map.of();
      }
      return environmentFile.read(
          target, "raw".equals(format), outer, new EnvironmentFile.Reference(file.place(), path));
    } catch (InvalidPathException _) {
      report.add(file, path, "'path' is no path", "it holds a character no path has", "correct it");
      return Map.of();
    }
  }

  private void labels(
      @Nullable Sequence files, Map<String, @Nullable Object> service, YamlPath path) {
    if (files == null) {
      return;
    }
    Map<String, @Nullable Object> all = new TreeMap<>();
    Map<String, String> known = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      if (files.items().get(i) instanceof Scalar(Place place, String text)) {
        Mapping file = new Mapping(place);
        file.set("path", text);
        known.putAll(read(file, path.item(i), known::get));
      }
    }
    all.putAll(known);
    all.putAll(Tree.mapOrEmpty(service.get("labels")));
    if (!all.isEmpty()) {
      service.put("labels", all);
    }
  }
}
