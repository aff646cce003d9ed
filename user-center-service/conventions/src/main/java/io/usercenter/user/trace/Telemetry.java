package io.usercenter.user.trace;

import io.usercenter.user.config.Section;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * The {@code Telemetry} block. An empty endpoint means no export; ids are still made and passed on.
 *
 * @param sampler the fraction of new traces that is kept
 */
public record Telemetry(String name, String endpoint, double sampler) {

  public static Telemetry read(Section block, String service) {
    boolean disabled = block.choice("Disabled", "false", "true").equals("true");
    String endpoint = block.text("Endpoint", "");
    if (!endpoint.isEmpty() && !http(endpoint)) {
      block.wrong("Endpoint", endpoint, "an http or https URL", "http://jaeger:14268/api/traces");
    }
    String batcher = block.text("Batcher", "jaeger");
    if (!batcher.equals("jaeger")) {
      block.wrong("Batcher", batcher, "jaeger, the only one supported so far", "jaeger");
    }
    return new Telemetry(
        block.text("Name", service),
        disabled ? "" : endpoint,
        block.fraction("Sampler", block.present() ? 1 : 0));
  }

  private static boolean http(String endpoint) {
    try {
      String scheme = String.valueOf(new URI(endpoint).getScheme());
      return scheme.equals("http") || scheme.equals("https");
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
