package io.usercenter.platform.dashboard;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.wire.Deadline;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * The Chrome DevTools Protocol over a pair of pipes: texts in JSON, each ended by a NUL
 * (chromedevtools.github.io/devtools-protocol). Unlike its WebSocket, nobody else can connect, and
 * the browser ends with the pipe, however its owner ends.
 */
final class DevTools implements AutoCloseable {

  private final InputStream from;
  private final OutputStream to;
  private final BiConsumer<String, Value> listener;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<Value>> waiting = new ConcurrentHashMap<>();
  private volatile boolean ended;

  /**
   * @param listener hears each event with its parameters, on a thread of its own
   */
  DevTools(InputStream from, OutputStream to, BiConsumer<String, Value> listener) {
    this.from = new BufferedInputStream(from, 1 << 16);
    this.to = to;
    this.listener = listener;
    Thread.ofVirtual().name("devtools").start(this::hear);
  }

  /** What became of a call: a result, or what the browser says is wrong. */
  record Answer(Value result, String error) {}

  /**
   * @param session empty for the browser itself
   */
  Value call(String session, String method, Map<String, ?> parameters, Deadline deadline)
      throws InterruptedException {
    Answer answer = ask(session, method, parameters, deadline);
    if (!answer.error().isEmpty()) {
      throw failed(method, answer.error());
    }
    return answer.result();
  }

  Answer ask(String session, String method, Map<String, ?> parameters, Deadline deadline)
      throws InterruptedException {
    int id = ids.incrementAndGet();
    CompletableFuture<Value> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    try {
      send(id, session, method, parameters);
      if (ended) {
        throw failed(method, "it has ended");
      }
      Value message = answer.get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(message.at("result"), message.at("error", "message").text());
    } catch (TimeoutException _) {
      throw new UserError(
          ExitCode.TIMEOUT,
          "the browser did not answer",
          method,
          "it had " + deadline.text() + " for the whole picture",
          "try again when this machine has less to do");
    } catch (ExecutionException | IOException failure) {
      throw failed(method, "it has ended");
    } finally {
      waiting.remove(id);
    }
  }

  private static UserError failed(String method, String why) {
    return new UserError(
        ExitCode.FAILED, "the browser failed", method, why, "try again, or another --width");
  }

  private void send(int id, String session, String method, Map<String, ?> parameters)
      throws IOException {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    byte[] text = (new Value(message).json() + '\0').getBytes(StandardCharsets.UTF_8);
    synchronized (to) {
      to.write(text);
      to.flush();
    }
  }

  private void hear() {
    try {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      for (int next = from.read(); next >= 0; next = from.read()) {
        if (next == 0) {
          take(Value.parse(text.toString(StandardCharsets.UTF_8)));
          text.reset();
        } else {
          text.write(next);
        }
      }
    } catch (IOException _) {
      // The pipe is closed: said below to those who wait.
    }
    ended = true;
    waiting.values().forEach(it -> it.completeExceptionally(new IOException("the pipe ended")));
  }

  private void take(Value message) {
    CompletableFuture<Value> call = waiting.get(message.at("id").number());
    if (call != null) {
      call.complete(message);
    } else if (!message.at("method").text().isEmpty()) {
      listener.accept(message.at("method").text(), message.at("params"));
    }
  }

  /** The browser ends soon afterwards. */
  @Override
  @SuppressWarnings("EmptyCatch")
  public void close() {
    try {
      to.close();
    } catch (IOException _) {
      // It has ended already.
    }
  }
}
