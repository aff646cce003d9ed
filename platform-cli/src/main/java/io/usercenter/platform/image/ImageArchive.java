package io.usercenter.platform.image;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Images in the form that {@code docker load} reads on every engine: each layer once, each image's
 * configuration, and a list of both.
 */
record ImageArchive(List<Image> images) {

  /**
   * @param reference name and tag it gets
   */
  record Image(String reference, ImageConfig config) {}

  ImageArchive {
    images = List.copyOf(images);
  }

  void writeTo(OutputStream output) throws IOException {
    List<Map<String, Object>> manifest = new ArrayList<>();
    Set<String> written = new LinkedHashSet<>();
    try (TarWriter tar = new TarWriter(output)) {
      for (Image image : images) {
        byte[] config = image.config().json();
        String name = HexFormat.of().formatHex(Layer.sha256().digest(config)) + ".json";
        for (Layer layer : image.config().layers()) {
          if (written.add(layer.digest())) {
            tar.write(file(layer), regular(new Entry.Copy(layer.tar())));
          }
        }
        if (written.add(name)) {
          tar.write(name, regular(new Entry.Bytes(config)));
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("Config", name);
        entry.put("RepoTags", List.of(image.reference()));
        entry.put("Layers", image.config().layers().stream().map(ImageArchive::file).toList());
        manifest.add(entry);
      }
      byte[] list = JSON.std.asString(manifest).getBytes(StandardCharsets.UTF_8);
      tar.write("manifest.json", regular(new Entry.Bytes(list)));
    }
  }

  private static String file(Layer layer) {
    return layer.digest() + ".tar";
  }

  private static Entry regular(Entry.Content content) {
    return new Entry.Regular(Entry.Owner.ROOT, 0644, content);
  }
}
