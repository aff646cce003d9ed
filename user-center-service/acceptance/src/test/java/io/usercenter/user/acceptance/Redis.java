package io.usercenter.user.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** A real Redis that can be stopped and started again, and asked by inline commands. */
final class Redis implements AutoCloseable {
  private final int port = Ports.free();
  private final RedisServer server;
  private String pid = "";

  Redis() {
    try {
      server =
          RedisServer.newRedisServer()
              .port(port)
              .bind("127.0.0.1")
              .setting("save \"\"")
              .setting("appendonly no")
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  int port() {
    return port;
  }

  void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGSTOP: it accepts connections, keeps what it has and never answers. */
  void pause() {
    pid = processId();
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  private String processId() {
    String info = ask("INFO server");
    Matcher matcher = Pattern.compile("process_id:(\\d+)").matcher(info);
    if (!matcher.find()) {
      throw new IllegalStateException(info);
    }
    return matcher.group(1);
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer's text; {@code null} as text for nil. */
  String ask(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      String head = String.valueOf(reader.readLine());
      if (!head.startsWith("$")) {
        return head.substring(1);
      }
      int length = Integer.parseInt(head.substring(1));
      return length < 0 ? "null" : text(reader, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(BufferedReader reader, int length) throws IOException {
    char[] text = new char[length];
    int read = 0;
    while (read < length) {
      read += reader.read(text, read, length - read);
    }
    return new String(text);
  }

  @Override
  public void close() {
    stop();
  }
}
