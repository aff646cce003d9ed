package io.usercenter.user.trace;

import io.usercenter.user.config.Address;
import io.usercenter.user.config.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code Telemetry} block. An empty endpoint means no export.
 *
 * @param sampler the fraction of new traces that is kept
 */
public record Telemetry(String name, Exporter exporter, double sampler) {

  public static Telemetry read(Section block, String service) {
    if (!block.present()) {
      return new Telemetry(service, new Exporter.Nothing(), 0);
    }
    String name = block.text("Name", service);
    double sampler = block.fraction("Sampler", 1);
    boolean disabled = block.flag("Disabled", false);
    Exporter exporter = exporter(block);
    return new Telemetry(name, disabled ? new Exporter.Nothing() : exporter, sampler);
  }

  private static Exporter exporter(Section block) {
    String batcher = block.choice("Batcher", "jaeger", "zipkin", "otlphttp", "otlpgrpc", "file");
    String endpoint = block.text("Endpoint", "");
    Map<String, String> headers = block.secrets("OtlpHeaders");
    String path = block.text("OtlpHttpPath", "");
    boolean secure = block.flag("OtlpHttpSecure", false);
    if (endpoint.isEmpty()) {
      return new Exporter.Nothing();
    }
    return switch (batcher) {
      case "jaeger" -> jaeger(block, endpoint);
      case "zipkin" -> zipkin(block, endpoint);
      case "otlphttp" -> otlp(block, endpoint, path, secure, headers);
      case "file" -> file(block, endpoint);
      default -> {
        block.unsupported(
            "Batcher",
            "spans are not sent by gRPC; collectors take the same over HTTP, mostly on port 4318",
            "write 'Batcher: otlphttp' with that port");
        yield new Exporter.Nothing();
      }
    };
  }

  private static Exporter jaeger(Section block, String endpoint) {
    Optional<Address> agent = Address.parse(endpoint.replaceFirst("^udp://", ""));
    if (agent.isPresent()) {
      return new Exporter.JaegerAgent(agent.get());
    }
    return url(endpoint)
        .<Exporter>map(Exporter.Jaeger::new)
        .orElseGet(() -> wrong(block, endpoint, "http://jaeger:14268/api/traces"));
  }

  private static Exporter zipkin(Section block, String endpoint) {
    return url(endpoint)
        .<Exporter>map(Exporter.Zipkin::new)
        .orElseGet(() -> wrong(block, endpoint, "http://zipkin:9411/api/v2/spans"));
  }

  /** go-zero wants HOST:PORT here; a URL says the same. */
  private static Exporter otlp(
      Section block, String endpoint, String path, boolean secure, Map<String, String> headers) {
    String base =
        endpoint.contains("://") ? endpoint : (secure ? "https://" : "http://") + endpoint;
    return url(base)
        .map(url -> url.resolve(path.isEmpty() ? otlpPath(url) : path))
        .<Exporter>map(url -> new Exporter.OtlpHttp(url, headers))
        .orElseGet(() -> wrong(block, endpoint, "collector:4318"));
  }

  private static String otlpPath(URI url) {
    return url.getPath().length() > 1 ? url.getPath() : "/v1/traces";
  }

  private static Exporter file(Section block, String endpoint) {
    Path file = Path.of(endpoint).toAbsolutePath();
    Path directory = file.getParent();
    if (directory == null || !Files.isWritable(directory) || Files.isDirectory(file)) {
      block.wrong("Endpoint", endpoint, "a file in a directory that can be written", "spans.jsonl");
    }
    return new Exporter.Lines(file);
  }

  private static Exporter wrong(Section block, String endpoint, String example) {
    block.wrong("Endpoint", endpoint, "an http or https URL for this Batcher", example);
    return new Exporter.Nothing();
  }

  private static Optional<URI> url(String text) {
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme());
      boolean usable = (scheme.equals("http") || scheme.equals("https")) && url.getHost() != null;
      return usable ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
