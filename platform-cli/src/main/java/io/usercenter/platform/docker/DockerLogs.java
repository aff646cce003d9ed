package io.usercenter.platform.docker;

import io.usercenter.platform.logs.LogLine;
import io.usercenter.platform.logs.LogQuery;
import io.usercenter.platform.logs.LogSink;
import io.usercenter.platform.logs.Logs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Logs that an engine keeps, merged in the order of the times it wrote them down at. */
public final class DockerLogs implements Logs {

  /** Lines of several containers that come this near to each other are put in order. */
  private static final long SETTLING_MILLIS = 100;

  private final Engine engine;
  private final Supplier<List<Container>> containers;

  DockerLogs(Engine engine, Supplier<List<Container>> containers) {
    this.engine = engine;
    this.containers = containers;
  }

  @Override
  public void read(LogQuery query, LogSink sink) throws InterruptedException {
    List<Container> wanted =
        containers.get().stream().filter(each -> query.wants(each.service())).toList();
    List<LogLine> lines = new ArrayList<>();
    Parallel.map(wanted, each -> read(each, query)).forEach(lines::addAll);
    lines.removeIf(line -> !query.wants(line));
    lines.sort(Comparator.comparing(LogLine::time));
    int skipped = query.tail() < 0 ? 0 : Math.max(0, lines.size() - query.tail());
    lines.subList(skipped, lines.size()).forEach(sink::accept);
    if (sink.flush() && query.follow()) {
      Map<String, Instant> last = new LinkedHashMap<>();
      lines.forEach(line -> last.put(line.service(), line.time()));
      follow(wanted, last, query, sink);
    }
  }

  private List<LogLine> read(Container container, LogQuery query) throws InterruptedException {
    List<LogLine> lines = new ArrayList<>();
    Instant since = query.since();
    String path = path(container, since == null ? Instant.EPOCH : since, false);
    try (Reply reply = engine.stream("GET", path, null)) {
      new LineFrames(reply.body()).each(text -> lines.add(line(container.service(), text)));
    } catch (IOException | Refusal failure) {
      lines.add(
          new LogLine(
              container.service(),
              Instant.now(),
              "(the engine does not show its log: " + failure.getMessage() + ")"));
    }
    return lines;
  }

  private static String path(Container container, Instant since, boolean follow) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("stdout", "1");
    parameters.put("stderr", "1");
    parameters.put("timestamps", "1");
    parameters.put("follow", follow ? "1" : "0");
    parameters.put("since", since.getEpochSecond() + "." + "%09d".formatted(since.getNano()));
    return "/containers/" + container.id() + "/logs" + Engine.query(parameters);
  }

  private static LogLine line(String service, String text) {
    int space = text.indexOf(' ');
    try {
      Instant time = Instant.parse(text.substring(0, Math.max(0, space)));
      return new LogLine(service, time, text.substring(space + 1));
    } catch (DateTimeParseException untimed) {
      return new LogLine(service, Instant.MIN, text);
    }
  }

  private void follow(
      List<Container> wanted, Map<String, Instant> last, LogQuery query, LogSink sink)
      throws InterruptedException {
    BlockingQueue<LogLine> arriving = new LinkedBlockingQueue<>(10_000);
    List<Thread> readers = new ArrayList<>();
    for (Container each : wanted) {
      Instant since = last.getOrDefault(each.service(), Instant.now()).plusNanos(1);
      readers.add(Thread.startVirtualThread(() -> pass(each, since, arriving)));
    }
    try {
      boolean more = true;
      while (more) {
        more = takeOver(arriving, query, sink);
      }
    } finally {
      readers.forEach(Thread::interrupt);
      sink.flush();
    }
  }

  private static boolean takeOver(BlockingQueue<LogLine> arriving, LogQuery query, LogSink sink)
      throws InterruptedException {
    LogLine first = arriving.poll(2 * SETTLING_MILLIS, TimeUnit.MILLISECONDS);
    if (first != null) {
      List<LogLine> batch = new ArrayList<>(List.of(first));
      LogLine next = arriving.poll(SETTLING_MILLIS, TimeUnit.MILLISECONDS);
      while (next != null && batch.size() < 1000) {
        batch.add(next);
        next = arriving.poll();
      }
      batch.sort(Comparator.comparing(LogLine::time));
      batch.stream().filter(query::wants).forEach(sink::accept);
    }
    return sink.flush();
  }

  private void pass(Container container, Instant since, BlockingQueue<LogLine> arriving) {
    try (Reply reply = engine.stream("GET", path(container, since, true), null)) {
      new LineFrames(reply.body()).each(text -> arriving.put(line(container.service(), text)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException _) {
      // Its container has gone; the others are followed further.
    }
  }

  /** Lines of a stream of frames. */
  private record LineFrames(java.io.InputStream in) {

    interface Taker {
      void take(String line) throws InterruptedException;
    }

    void each(Taker taker) throws IOException, InterruptedException {
      java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
      byte[] head = in.readNBytes(Frames.HEAD);
      boolean framed = Frames.isHead(head, 0);
      byte[] content = framed ? in.readNBytes(Frames.length(head, 0)) : head;
      while (content.length > 0) {
        for (byte each : content) {
          if (each == '\n') {
            taker.take(line.toString(StandardCharsets.UTF_8).stripTrailing());
            line.reset();
          } else {
            line.write(each);
          }
        }
        head = framed ? in.readNBytes(Frames.HEAD) : head;
        content =
            framed
                ? head.length < Frames.HEAD ? new byte[0] : in.readNBytes(Frames.length(head, 0))
                : in.readNBytes(1);
      }
      if (line.size() > 0) {
        taker.take(line.toString(StandardCharsets.UTF_8));
      }
    }
  }
}
