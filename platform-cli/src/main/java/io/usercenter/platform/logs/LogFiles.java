package io.usercenter.platform.logs;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Logs kept in a file for each service, with older parts beside it. */
public final class LogFiles implements Logs {

  private static final long POLL_MILLIS = 200;
  private static final int LINES_BETWEEN_LOOKS = 256;

  private final Map<String, Path> files;
  private final ZoneId zone;

  /**
   * @param files the file each service writes now; it need not exist
   * @param zone of times in the files that do not name theirs
   */
  public LogFiles(Map<String, Path> files, ZoneId zone) {
    this.files = new LinkedHashMap<>(files);
    this.zone = zone;
  }

  @Override
  public void read(LogQuery query, LogSink sink) throws InterruptedException {
    try (Merge merge = new Merge(query, sink)) {
      merge.run();
    } catch (ClosedByInterruptException interrupted) {
      Thread.interrupted();
      throw (InterruptedException) new InterruptedException().initCause(interrupted);
    } catch (IOException failure) {
      throw new UserError(
          ExitCode.FAILED,
          List.of(
              new Problem(
                  "a log file cannot be read",
                  String.valueOf(failure.getMessage()),
                  "the system refused it",
                  "check the owner and permissions of that file")),
          failure);
    }
  }

  private record Head(LogLine line, int source) {}

  private final class Merge implements AutoCloseable {

    private final LogQuery query;
    private final LogSink sink;
    private final List<ServiceLog> sources = new ArrayList<>();
    private final List<Boolean> waiting = new ArrayList<>();
    private final PriorityQueue<Head> heads =
        new PriorityQueue<>(
            Comparator.comparing((Head head) -> head.line().time()).thenComparingInt(Head::source));
    private final Deque<LogLine> lastOnes = new ArrayDeque<>();
    private boolean caughtUp;

    Merge(LogQuery query, LogSink sink) throws IOException {
      this.query = query;
      this.sink = sink;
      Timestamps timestamps = new Timestamps(zone);
      for (Map.Entry<String, Path> entry : files.entrySet()) {
        if (query.wants(entry.getKey())) {
          sources.add(new ServiceLog(entry.getKey(), entry.getValue(), timestamps));
          waiting.add(true);
        }
      }
    }

    void run() throws IOException, InterruptedException {
      try {
        fill(false);
        while (drain() && query.follow()) {
          Thread.sleep(POLL_MILLIS);
          fill(true);
        }
      } finally {
        sink.flush();
      }
    }

    /** Hands over all that is written by now; false when no more is wanted. */
    private boolean drain() throws IOException, InterruptedException {
      for (int count = 1; !heads.isEmpty(); count++) {
        Head head = heads.remove();
        offer(head.line());
        pull(head.source());
        if (count % LINES_BETWEEN_LOOKS == 0) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          fill(true);
        }
      }
      caughtUp = true;
      lastOnes.forEach(sink::accept);
      lastOnes.clear();
      return sink.flush();
    }

    private void fill(boolean look) throws IOException {
      for (int source = 0; source < sources.size(); source++) {
        if (waiting.get(source)) {
          if (look) {
            sources.get(source).look();
          }
          pull(source);
        }
      }
    }

    private void pull(int source) throws IOException {
      var line = sources.get(source).next(query.follow());
      waiting.set(source, line.isEmpty());
      line.ifPresent(next -> heads.add(new Head(next, source)));
    }

    private void offer(LogLine line) {
      if (!query.wants(line)) {
        return;
      }
      if (caughtUp || query.tail() < 0) {
        sink.accept(line);
        return;
      }
      lastOnes.add(line);
      if (lastOnes.size() > query.tail()) {
        lastOnes.remove();
      }
    }

    @Override
    public void close() throws IOException {
      for (ServiceLog source : sources) {
        source.close();
      }
    }
  }
}
