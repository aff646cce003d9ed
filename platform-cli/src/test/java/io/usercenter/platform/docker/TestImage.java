package io.usercenter.platform.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** A tiny image of one static busybox, without any registry. */
final class TestImage {

  private static final Path BUSYBOX = Path.of("/bin/busybox");

  private TestImage() {}

  /** Imports the image when the engine lacks it; skips the test, loudly, without a busybox. */
  static void load(Engine engine, String name) throws IOException, InterruptedException {
    if (new Images(engine).find(name).isPresent()) {
      return;
    }
    if (!Files.isExecutable(BUSYBOX)) {
      String line = "SKIPPED: no " + BUSYBOX + " to make an image of (busybox-static)";
      System.err.println(line);
      Assumptions.abort(line);
    }
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    byte[] program = Files.readAllBytes(BUSYBOX);
    entry(tar, "bin/busybox", program, 0755, '0', "");
    for (String link : new String[] {"sh", "sleep", "test", "cat", "echo", "true", "httpd", "nc"}) {
      entry(tar, "bin/" + link, new byte[0], 0777, '2', "busybox");
    }
    entry(tar, "tmp/", new byte[0], 01777, '5', "");
    tar.writeBytes(new byte[1024]);
    // Podman takes the tag only as part of the name.
    String changes = "&changes=" + Engine.part("CMD [\"/bin/sh\"]") + "&changes=ENV%20PATH=/bin";
    engine.call(
        "POST", "/images/create?fromSrc=-&repo=" + Engine.part(name) + changes, tar.toByteArray());
  }

  static void tag(Engine engine, String image, String name) throws InterruptedException {
    int colon = name.lastIndexOf(':');
    boolean tagged = colon > name.lastIndexOf('/');
    String repository = tagged ? name.substring(0, colon) : name;
    String tag = tagged ? name.substring(colon + 1) : "latest";
    engine.call(
        "POST",
        "/images/" + image + "/tag" + Engine.query(Map.of("repo", repository, "tag", tag)),
        null);
  }

  private static void entry(
      ByteArrayOutputStream tar, String path, byte[] content, int mode, char type, String link) {
    byte[] header = new byte[512];
    put(header, 0, path);
    put(header, 100, "%07o".formatted(mode));
    put(header, 108, "%07o".formatted(0));
    put(header, 116, "%07o".formatted(0));
    put(header, 124, "%011o".formatted(content.length));
    put(header, 136, "%011o".formatted(0));
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 157, link);
    put(header, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
