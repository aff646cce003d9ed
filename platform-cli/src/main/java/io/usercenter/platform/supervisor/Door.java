package io.usercenter.platform.supervisor;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where the supervisor is spoken to: a Unix socket, one JSON object a line, one answer a request;
 * {@code watch} answers with a line for each change until the caller hangs up.
 */
final class Door implements AutoCloseable {

  private static final int MOST_CALLERS = 128;
  private static final int HEARTBEAT_SECONDS = 10;
  private static final int UNREAD_CHANGES = 1024;

  private final ServerSocketChannel server;
  private final Supervisor supervisor;
  private final String build;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Semaphore callers = new Semaphore(MOST_CALLERS);

  private Door(ServerSocketChannel server, Supervisor supervisor, String build) {
    this.server = server;
    this.supervisor = supervisor;
    this.build = build;
  }

  static Door open(Path socket, Supervisor supervisor, String build) throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Door door = new Door(server, supervisor, build);
    Thread.ofVirtual().name("door").start(door::accept);
    return door;
  }

  boolean closedWithin(Duration limit) throws InterruptedException {
    return closing.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel caller = server.accept();
        if (callers.tryAcquire()) {
          Thread.ofVirtual().name("caller").start(() -> serve(caller));
        } else {
          caller.close();
        }
      } catch (IOException _) {
        // The door was closed, or this caller is gone already.
        Thread.onSpinWait();
      }
    }
  }

  private void serve(SocketChannel caller) {
    try (caller;
        BufferedReader in = new BufferedReader(Channels.newReader(caller, StandardCharsets.UTF_8));
        OutputStream out = Channels.newOutputStream(caller)) {
      String line = in.readLine();
      while (line != null) {
        answer(JSON.std.mapFrom(line), out);
        line = in.readLine();
      }
    } catch (IOException _) {
      // The caller hung up; there is nobody to tell.
      return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      callers.release();
    }
  }

  private void answer(Map<String, Object> request, OutputStream out)
      throws IOException, InterruptedException {
    try {
      switch (Codec.text(request, "op")) {
        case "ping" -> send(out, Map.of("build", build, "pid", ProcessHandle.current().pid()));
        case "states" -> send(out, Map.of("services", reports()));
        case "watch" -> watch(out);
        case "start" -> {
          long run = supervisor.start(Codec.specification(Codec.object(request, "spec")));
          send(out, Map.of("run", run));
        }
        case "stop" -> {
          supervisor.stop(Codec.text(request, "service"));
          send(out, Map.of());
        }
        case "remove" -> {
          supervisor.remove(Codec.text(request, "service"));
          send(out, Map.of());
        }
        case "leave" -> {
          send(out, Map.of());
          closing.countDown();
        }
        case String other -> send(out, Map.of("error", "unknown operation '" + other + "'"));
      }
    } catch (IllegalArgumentException | IOException failure) {
      send(out, Map.of("error", failure.toString()));
    }
  }

  private List<Map<String, Object>> reports() throws IOException {
    ProcessTree tree = ProcessTree.now();
    return supervisor.children().stream().map(child -> report(child, tree)).toList();
  }

  private static Map<String, Object> report(Child child, ProcessTree tree) {
    Map<String, Object> json = new LinkedHashMap<>(Codec.state(child.state()));
    json.put("fingerprint", child.spec().fingerprint());
    Map<String, Object> endpoints = new LinkedHashMap<>();
    child
        .spec()
        .endpoints()
        .forEach((inside, outside) -> endpoints.put(String.valueOf(inside), outside));
    json.put("endpoints", endpoints);
    child
        .state()
        .pid()
        .ifPresent(pid -> {
          json.put("residentBytes", tree.residentBytes(pid));
          Optional<Instant> started =
              ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant());
          started.ifPresent(instant -> json.put("started", instant.toEpochMilli()));
        });
    return json;
  }

  private void watch(OutputStream out) throws IOException, InterruptedException {
    BlockingQueue<ChildState> changes = new ArrayBlockingQueue<>(UNREAD_CHANGES);
    Supervisor.Listening listening = supervisor.listen(changes::offer);
    try {
      for (Child child : supervisor.children()) {
        send(out, Codec.state(child.state()));
      }
      send(out, Map.of());
      while (true) {
        // The empty one now and then shows whether anybody still listens.
        ChildState change = changes.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        send(out, change == null ? Map.of() : Codec.state(change));
      }
    } finally {
      listening.stop();
    }
  }

  private static void send(OutputStream out, Map<String, Object> answer) throws IOException {
    out.write((JSON.std.asString(answer) + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
