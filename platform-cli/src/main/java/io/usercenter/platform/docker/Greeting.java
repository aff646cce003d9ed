package io.usercenter.platform.docker;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What an engine says of itself, and the API version that both sides can speak.
 *
 * @param product name and release, such as {@code Docker 20.10.24}
 */
record Greeting(String product, ApiVersion version) {

  /** An engine that works answers in milliseconds. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final int LONGEST_REFUSAL = 500;

  /** Whether it is worth asking: nobody wants to hear of a socket that was never there. */
  static boolean isThere(EngineAddress address) {
    return address.socket().map(Files::exists).orElse(true);
  }

  /**
   * @throws UserError when it does not answer, or there is no version that both know
   */
  static Greeting of(EngineAddress address) throws InterruptedException {
    Map<String, Object> said;
    // The one request without a version: every engine answers it.
    try (Reply reply = EngineLine.exchange(address, "GET /version", null, LIMIT)) {
      if (reply.isRefusal()) {
        throw refused(address, reply);
      }
      said = Tree.map(reply.json());
    } catch (IOException failure) {
      if (failure instanceof ClosedByInterruptException || Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw unreachable(address, "when asked for its version", failure);
    }
    String product = product(said);
    Optional<ApiVersion> newest = ApiVersion.parse(Tree.text(said, "ApiVersion"));
    if (newest.isEmpty()) {
      throw new UserError(
          ExitCode.UNREACHABLE,
          "what answers at the engine's address is no container engine",
          address.toString(),
          "it does not say which version of the API it speaks",
          "set DOCKER_HOST to the engine's socket");
    }
    ApiVersion oldest =
        ApiVersion.parse(Tree.text(said, "MinAPIVersion")).orElse(ApiVersion.OLDEST);
    return new Greeting(product, agreed(address, product, oldest, newest.get()));
  }

  private static UserError refused(EngineAddress address, Reply reply) throws IOException {
    String said =
        new String(reply.body().readNBytes(LONGEST_REFUSAL), StandardCharsets.UTF_8).strip();
    boolean wantsTls = said.contains("HTTPS");
    return new UserError(
        wantsTls ? ExitCode.CONFIGURATION : ExitCode.UNREACHABLE,
        wantsTls ? "the container engine wants TLS" : "the container engine refuses to answer",
        address.toString(),
        "HTTP " + reply.status() + ": " + said,
        wantsTls
            ? "DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=DIRECTORY, with ca.pem, cert.pem and key.pem"
            : "set DOCKER_HOST to the engine's socket");
  }

  private static ApiVersion agreed(
      EngineAddress address, String product, ApiVersion oldest, ApiVersion newest) {
    if (newest.before(ApiVersion.OLDEST)) {
      throw new UserError(
          ExitCode.ENVIRONMENT,
          product + " is too old",
          address.toString(),
          "it speaks API " + newest + ", at least " + ApiVersion.OLDEST + " is needed",
          "install Docker 20.10 or newer, or platform up --runtime native");
    }
    if (ApiVersion.NEWEST.before(oldest)) {
      throw new UserError(
          ExitCode.ENVIRONMENT,
          product + " is too new",
          address.toString(),
          "it speaks API " + oldest + " and newer, this platform knows " + ApiVersion.NEWEST,
          "update platform, or let the engine speak older versions (DOCKER_MIN_API_VERSION)");
    }
    return newest.before(ApiVersion.NEWEST) ? newest : ApiVersion.NEWEST;
  }

  private static String product(Map<String, Object> said) {
    boolean podman =
        Tree.list(said, "Components").stream()
            .anyMatch(part -> Tree.text(Tree.map(part), "Name").startsWith("Podman"));
    return (podman ? "Podman " : "Docker ") + Tree.text(said, "Version").replaceAll("\\+.*", "");
  }

  static UserError unreachable(EngineAddress address, String moment, IOException failure) {
    String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    Optional<Path> socket = address.socket();
    if (socket.isPresent() && Files.exists(socket.get()) && !Files.isWritable(socket.get())) {
      return new UserError(
          ExitCode.ENVIRONMENT,
          "the container engine may not be used by this account",
          address.toString(),
          "its socket belongs to " + owner(socket.get()),
          "become a member of that group (sudo usermod -aG docker $USER, then log in again)");
    }
    return switch (failure) {
      case SSLException _ ->
          new UserError(
              ExitCode.ENVIRONMENT,
              said.contains("alert")
                  ? "the container engine does not accept this client's certificate"
                  : "the container engine's certificate is not trusted",
              address.toString(),
              said,
              "certificates of the engine's authority (ca.pem, cert.pem, key.pem) belong into "
                  + address.certificates().map(Path::toString).orElse("DOCKER_CERT_PATH"));
      case SocketTimeoutException _ ->
          new UserError(
              ExitCode.TIMEOUT,
              "the container engine does not answer",
              address.toString(),
              said + " " + moment,
              "restart it (systemctl restart docker), or platform up --runtime native");
      case ConnectException _ -> notRunning(address, said);
      case SocketException _ -> notRunning(address, said);
      default ->
          new UserError(
              ExitCode.UNREACHABLE,
              "the container engine could not be understood",
              address.toString(),
              said + " " + moment,
              "see whether it still runs (docker info), then run the command again");
    };
  }

  private static UserError notRunning(EngineAddress address, String said) {
    return new UserError(
        ExitCode.UNREACHABLE,
        "the container engine is not running",
        address.toString(),
        said,
        "start it (systemctl start docker), or platform up --runtime native");
  }

  private static String owner(Path socket) {
    try {
      Map<String, Object> attributes = Files.readAttributes(socket, "posix:owner,group");
      return attributes.get("owner") + ", group " + attributes.get("group");
    } catch (IOException unknown) {
      return "somebody else";
    }
  }
}
