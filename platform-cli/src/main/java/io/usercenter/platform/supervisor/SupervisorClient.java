package io.usercenter.platform.supervisor;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Speaks to a supervisor. Every call opens a connection of its own, so calls may overlap. */
public final class SupervisorClient {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(10);

  private final Path socket;

  public SupervisorClient(Path socket) {
    this.socket = socket;
  }

  /** Which supervisor answers: its pid and the build of platform it runs. */
  public record Pong(long pid, String build) {}

  /** Asks whether a supervisor is there; empty when nobody answers. */
  public Optional<Pong> ping() {
    try {
      Map<String, Object> answer = call(Map.of("op", "ping"));
      return Optional.of(new Pong(Codec.number(answer, "pid"), Codec.text(answer, "build")));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  public List<ChildReport> states() throws IOException {
    return Codec.objects(call(Map.of("op", "states")), "services").stream()
        .map(SupervisorClient::report)
        .toList();
  }

  /** Has a service started and returns the number of this run of it. */
  public long start(ChildSpec spec) throws IOException {
    Map<String, Object> request = Map.of("op", "start", "spec", Codec.specification(spec));
    return Codec.number(call(request, STOP_LIMIT), "run");
  }

  /** Returns when the service's process has ended; its grace period is the supervisor's matter. */
  public void stop(String service) throws IOException {
    call(Map.of("op", "stop", "service", service), STOP_LIMIT);
  }

  public void remove(String service) throws IOException {
    call(Map.of("op", "remove", "service", service), STOP_LIMIT);
  }

  /** Makes the supervisor end; the services go on. */
  public void leave() throws IOException {
    call(Map.of("op", "leave"));
  }

  /** Tells the listener each state as it is now and then every change, until interrupted. */
  public void watch(Consumer<ChildState> listener) throws IOException {
    try (Connection connection = new Connection(socket)) {
      connection.send(Map.of("op", "watch"));
      while (true) {
        Map<String, Object> change = connection.receive();
        if (!change.isEmpty()) {
          listener.accept(Codec.state(change));
        }
      }
    }
  }

  private Map<String, Object> call(Map<String, Object> request) throws IOException {
    return call(request, ANSWER_LIMIT);
  }

  /** A supervisor that is there and does not answer is as good as none. */
  private Map<String, Object> call(Map<String, Object> request, Duration limit) throws IOException {
    try (Connection connection = new Connection(socket);
        Alarm _ = new Alarm(connection, limit)) {
      connection.send(request);
      Map<String, Object> answer = connection.receive();
      if (answer.get("error") instanceof String error) {
        throw new IOException("the supervisor said: " + error);
      }
      return answer;
    }
  }

  private static ChildReport report(Map<String, Object> json) {
    TreeMap<Integer, Integer> endpoints = new TreeMap<>();
    Codec.object(json, "endpoints")
        .forEach((inside, outside) ->
            endpoints.put(Integer.valueOf(inside), ((Number) outside).intValue()));
    return new ChildReport(
        Codec.state(json),
        new TreeMap<>(Codec.texts(json, "fingerprint")),
        endpoints,
        json.containsKey("started")
            ? Optional.of(Instant.ofEpochMilli(Codec.number(json, "started")))
            : Optional.empty(),
        json.containsKey("residentBytes")
            ? OptionalLong.of(Codec.number(json, "residentBytes"))
            : OptionalLong.empty());
  }

  /** Closes a connection when its time is over, which ends whatever waits on it. */
  private record Alarm(Thread thread) implements AutoCloseable {

    Alarm(Connection connection, Duration limit) {
      this(Thread.ofVirtual().name("alarm").start(() -> ring(connection, limit)));
    }

    private static void ring(Connection connection, Duration limit) {
      try {
        Thread.sleep(limit);
        connection.close();
      } catch (InterruptedException | IOException _) {
        // Answered in time, or closed already.
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }

  private static final class Connection implements AutoCloseable {

    private final SocketChannel channel;
    private final BufferedReader in;
    private final OutputStream out;

    Connection(Path socket) throws IOException {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
      } catch (IOException failure) {
        channel.close();
        throw failure;
      }
      in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      out = Channels.newOutputStream(channel);
    }

    void send(Map<String, Object> request) throws IOException {
      out.write((JSON.std.asString(request) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    Map<String, Object> receive() throws IOException {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("the supervisor hung up");
      }
      return JSON.std.mapFrom(line);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
