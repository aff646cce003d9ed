package io.usercenter.platform.image;

import com.github.dockerjava.api.model.LoadResponseItem;
import com.github.dockerjava.api.model.PushResponseItem;
import io.usercenter.platform.docker.Engine;
import io.usercenter.platform.docker.Refusal;
import io.usercenter.platform.docker.Reply;
import io.usercenter.platform.execute.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The images of one engine. */
public final class EngineImages implements AutoCloseable {

  private static final int PIPE_BYTES = 1 << 20;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final Engine engine;

  public EngineImages(Engine engine) {
    this.engine = engine;
  }

  /** An image the engine has. */
  public record Known(String id, Map<String, String> labels, long sizeBytes) {

    /** Whether it was made here. */
    public boolean local() {
      return "true".equals(labels.get(Labels.LOCAL));
    }

    public String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  public Optional<Known> find(String reference) throws InterruptedException {
    try {
      Map<?, ?> said = map(engine.get("/images/" + part(reference) + "/json"));
      Map<String, String> labels = new LinkedHashMap<>();
      map(map(said.get("Config")).get("Labels"))
          .forEach((key, value) -> labels.put(String.valueOf(key), String.valueOf(value)));
      long size = said.get("Size") instanceof Number number ? number.longValue() : 0;
      return Optional.of(new Known(String.valueOf(said.get("Id")), labels, size));
    } catch (Refusal refusal) {
      if (refusal.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /** Writes a {@code docker save} archive of some images. */
  public void save(Collection<String> references, OutputStream output)
      throws IOException, InterruptedException {
    String names =
        references.stream().map(name -> "names=" + query(name)).collect(Collectors.joining("&"));
    try (Reply reply = engine.raw("GET", "/images/get?" + names)) {
      reply.body().transferTo(output);
    }
  }

  /** Reads a {@code docker save} archive; the stream is not closed. */
  public void load(InputStream archive, String name, Progress progress)
      throws InterruptedException {
    Transfer<LoadResponseItem> transfer = new Transfer<>("load " + name, progress);
    AtomicLong count = new AtomicLong();
    InputStream counted =
        new FilterInputStream(archive) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            transfer.heard();
            progress.report("loading", count.addAndGet(Math.max(read, 0)), 0);
            return read;
          }

          @Override
          public void close() {}
        };
    engine.client().loadImageAsyncCmd(counted).exec(transfer);
    transfer.await();
  }

  void load(ImageArchive archive, String name, Progress progress) throws InterruptedException {
    AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    try (PipedInputStream input = new PipedInputStream(PIPE_BYTES)) {
      PipedOutputStream output = new PipedOutputStream(input);
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try (output) {
                  archive.writeTo(output);
                } catch (IOException e) {
                  failure.set(e);
                }
              });
      load(input, name, progress);
      writer.join();
    } catch (IOException e) {
      failure.set(e);
    }
    IOException failed = failure.get();
    if (failed != null) {
      throw new UncheckedIOException(failed);
    }
  }

  public void tag(String reference, Reference other) throws InterruptedException {
    engine.call(
        "POST",
        "/images/%s/tag?repo=%s&tag=%s"
            .formatted(part(reference), query(other.name()), query(other.tag())),
        null);
  }

  /** Takes a name from an image; the image stays as long as it has another. */
  public void untag(Reference reference) throws InterruptedException {
    engine.call("DELETE", "/images/" + part(reference.toString()) + "?noprune=true", null);
  }

  /** Deletes an image that has lost its last name, unless a container needs it. */
  void discard(String id) throws InterruptedException {
    try {
      Map<?, ?> said = map(engine.get("/images/" + id + "/json"));
      if (said.get("RepoTags") instanceof List<?> tags && tags.isEmpty()) {
        engine.call("DELETE", "/images/" + id, null);
      }
    } catch (Refusal refusal) {
      if (refusal.status() != NOT_FOUND && refusal.status() != CONFLICT) {
        throw refusal;
      }
    }
  }

  /** Sends an image to the registry that its name says; the digest it has there. */
  public String push(Reference reference, Progress progress) throws InterruptedException {
    Transfer<PushResponseItem> transfer = new Transfer<>("push " + reference, progress);
    engine.client().pushImageCmd(reference.name()).withTag(reference.tag()).exec(transfer);
    return transfer.await();
  }

  Engine engine() {
    return engine;
  }

  @Override
  public void close() {
    engine.close();
  }

  static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  static String query(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Slashes in a name are part of the path. */
  private static String part(String reference) {
    List<String> parts = new ArrayList<>();
    for (String each : reference.split("/", -1)) {
      parts.add(query(each).replace("%3A", ":"));
    }
    return String.join("/", parts);
  }
}
