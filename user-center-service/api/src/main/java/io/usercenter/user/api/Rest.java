package io.usercenter.user.api;

import io.usercenter.user.config.Mode;
import io.usercenter.user.config.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * go-zero's {@code RestConf}: the listener.
 *
 * @param timeout of a request, unless its route has one of its own
 * @param maxConns requests under way at once; more are refused
 * @param maxBytes of a request's body
 * @param cpuThreshold per mille at which requests are refused; 0 is off
 * @param certFile PEM, empty for plain HTTP
 * @param accessLog whether each request is logged
 * @param untraced paths that get no span
 * @param drainTime so long a program that stops still serves, telling callers to go elsewhere
 */
public record Rest(
    String host,
    int port,
    Duration timeout,
    int maxConns,
    int maxBytes,
    int cpuThreshold,
    String certFile,
    String keyFile,
    boolean accessLog,
    Set<String> untraced,
    Duration drainTime) {
  private static final List<String> ALWAYS_ON =
      List.of("Trace", "Prometheus", "Breaker", "Recover", "Metrics");
  private static final int MOST_CONNS = 1_000_000;
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  public static Rest read(Section root, Mode mode) {
    Section middlewares = root.section("Middlewares");
    for (String name : ALWAYS_ON) {
      if (middlewares.has(name) && !middlewares.flag(name, true)) {
        middlewares.remark(name, "has no effect: it is always on");
      }
    }
    if (middlewares.has("Gunzip") && middlewares.flag("Gunzip", true)) {
      middlewares.remark("Gunzip", "has no effect: bodies are not unpacked");
    }
    signature(root);
    if (root.flag("Verbose", false)) {
      root.remark("Verbose", "has no effect: requests are not dumped, they carry personal data");
    }
    int threshold = root.integer("CpuThreshold", 900, 0, 999);
    boolean shedding = middlewares.flag("Shedding", true) && mode == Mode.PRO;
    String certFile = file(root, "CertFile");
    String keyFile = file(root, "KeyFile");
    if (certFile.isEmpty() != keyFile.isEmpty()) {
      String missing = certFile.isEmpty() ? "CertFile" : "KeyFile";
      root.unsupported(missing, "CertFile and KeyFile belong together", "name both, or none");
    }
    return new Rest(
        root.text("Host", "0.0.0.0"),
        root.port("Port", 8888),
        timeout(root, middlewares),
        limit(root, "MaxConns", 10_000, MOST_CONNS, middlewares),
        limit(root, "MaxBytes", 1_048_576, MOST_BYTES, middlewares),
        shedding ? threshold : 0,
        certFile,
        keyFile,
        middlewares.flag("Log", true),
        Set.copyOf(root.texts("TraceIgnorePaths")),
        root.duration("DrainTime", defaultDrainTime(mode), Duration.ZERO, Duration.ofSeconds(30)));
  }

  /** go-zero's second to wrap up; nobody balances load between developers' processes. */
  private static Duration defaultDrainTime(Mode mode) {
    return mode == Mode.PRO || mode == Mode.PRE ? Duration.ofSeconds(1) : Duration.ZERO;
  }

  private static Duration timeout(Section root, Section middlewares) {
    Duration timeout = root.timeout("Timeout", Duration.ofSeconds(3));
    return middlewares.flag("Timeout", true) ? timeout : Section.LONGEST_TIMEOUT;
  }

  /** As in go-zero 0, or the middleware switched off, means no limit; ours then is the range's. */
  private static int limit(Section root, String key, int fallback, int most, Section middlewares) {
    int limit = root.integer(key, fallback, 0, most);
    return limit == 0 || !middlewares.flag(key, true) ? most : limit;
  }

  private static void signature(Section root) {
    Section signature = root.section("Signature");
    if (signature.flag("Strict", false) || signature.has("PrivateKeys")) {
      signature
          .sections("PrivateKeys")
          .forEach(key -> {
            key.text("Fingerprint", "");
            key.text("KeyFile", "");
          });
      root.unsupported(
          "Signature", "signed requests are not checked by this service", "remove the block");
    }
    signature.duration("Expiry", Duration.ofHours(1));
  }

  private static String file(Section root, String key) {
    String path = root.text(key, "");
    if (!path.isEmpty() && !Files.isReadable(Path.of(path))) {
      root.wrong(key, path, "a file that can be read", "/run/secrets/server.pem");
    }
    return path;
  }
}
