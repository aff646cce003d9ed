package io.usercenter.shipper.event;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps together what belongs together: lines that Docker cut, and the lines of a stack trace. */
public final class Joiner {

  /** What an event has beyond this begins another one. */
  private static final int LONGEST = 1 << 20;

  /** For so long a further line may still belong to the one before. */
  private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();

  private static final Pattern THROWABLE =
      Pattern.compile("(?:[\\w$]+\\.)+[\\w$]*(?:Exception|Error|Throwable)(?::.*)?");

  private final Format format;
  private final StringBuilder text = new StringBuilder();
  private boolean open;
  private boolean dated;
  private long begin;
  private long end;
  private long touched;
  private @Nullable Instant written;

  /** What Docker has cut off so far; a line without its end. */
  private final StringBuilder piece = new StringBuilder();

  private long pieceBegin;

  public Joiner(Format format) {
    this.format = format;
  }

  /**
   * Takes the next line of the file.
   *
   * @param now in nanoseconds, as {@link System#nanoTime} counts them
   */
  public void line(String line, long from, long to, long now, Consumer<Event> sink) {
    touched = now;
    switch (format) {
      case PLAIN -> written(line, null, from, to, sink);
      case DOCKER -> {
        DockerLine entry = DockerLine.of(line);
        if (piece.isEmpty()) {
          pieceBegin = from;
        }
        piece.append(entry.text());
        if (entry.whole() || piece.length() > LONGEST) {
          String whole = piece.toString();
          piece.setLength(0);
          written(whole, entry.time(), pieceBegin, to, sink);
        }
      }
    }
  }

  private void written(
      String line, @Nullable Instant time, long from, long to, Consumer<Event> sink) {
    if (open && text.length() + line.length() < LONGEST && goesOn(line)) {
      text.append('\n').append(line);
      end = to;
      return;
    }
    emit(sink);
    if (line.isBlank()) {
      return;
    }
    open = true;
    dated = line.startsWith("{") || Times.find(line) != null;
    text.append(line);
    begin = from;
    end = to;
    written = time;
  }

  /** Indented, the cause of an exception, or an exception right below a line with a time. */
  private boolean goesOn(String line) {
    if (line.isEmpty()) {
      return false;
    }
    char first = line.charAt(0);
    return first == ' '
        || first == '\t'
        || line.startsWith("Caused by: ")
        || line.startsWith("Suppressed: ")
        || (dated && first != '{' && THROWABLE.matcher(line).matches());
  }

  /** Nothing was written for a while, perhaps. */
  public void idle(long now, Consumer<Event> sink) {
    if (open && now - touched > IDLE_NANOS) {
      emit(sink);
    }
  }

  /** Nothing more is written to this file. */
  public void end(Consumer<Event> sink) {
    if (!piece.isEmpty()) {
      String rest = piece.toString();
      piece.setLength(0);
      written(rest, null, pieceBegin, pieceBegin + 1, sink);
    }
    emit(sink);
  }

  /** What was begun is read again. */
  public void forget() {
    open = false;
    text.setLength(0);
    piece.setLength(0);
  }

  private void emit(Consumer<Event> sink) {
    if (!open) {
      return;
    }
    open = false;
    Event event = new Event(text.toString(), begin, end, written);
    if (text.capacity() > 1 << 16) {
      text.setLength(0);
      text.trimToSize();
    }
    text.setLength(0);
    sink.accept(event);
  }
}
