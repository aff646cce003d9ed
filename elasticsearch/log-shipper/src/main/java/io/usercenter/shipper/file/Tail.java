package io.usercenter.shipper.file;

import io.usercenter.shipper.event.Event;
import io.usercenter.shipper.event.Joiner;
import io.usercenter.shipper.file.Parts.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log of one service, whether it is rotated by renaming or by copying and emptying. An
 * event is known by the generation of its file and the offset it begins at, so that reading it
 * again gives the same identity. Not safe for several threads.
 */
public final class Tail implements AutoCloseable {

  private static final int HEAD = 256;
  private static final int MOST_PLACES = 16;

  /** Who copies a part is done within this; a part that merely looks alike is older. */
  private static final Duration LONGEST_COPY = Duration.ofSeconds(10);

  private final LogSource source;
  private final Runnable lost;
  private final Lines lines = new Lines();
  private final Joiner joiner;

  /** The parts there are, the oldest first: up to where each is stored for good. */
  private List<Place> places;

  /** What is still to be read before the newest part. */
  private final Deque<Reading> ahead = new ArrayDeque<>();

  /** Read to the end, and not stored for good yet. */
  private final List<Reading> finished = new ArrayList<>();

  private @Nullable Reading current;
  private boolean leaving;

  /** Takes events. */
  public interface Sink {
    /**
     * @param generation of the file
     */
    void event(Tail tail, String generation, Event event);

    /** Whether what was handed over is to be kept elsewhere before there is more. */
    boolean isFull();
  }

  private static final class Reading {
    private final Part part;
    private final boolean newest;
    private Place stored;
    private long position;
    private long seen;
    private byte[] last;

    private Reading(Part part, Place place, boolean newest) throws IOException {
      this.part = part;
      this.newest = newest;
      this.stored = place;
      this.position = place.offset();
      int remembered = (int) Math.min(HEAD, position);
      this.last = Place.bytes(part.channel(), position - remembered, remembered);
    }

    private FileChannel channel() {
      return part.channel();
    }

    /** Nothing when the file has become shorter, or another one with the same name. */
    private boolean continues() throws IOException {
      long size = channel().size();
      seen = Math.max(seen, size);
      return size >= position
          && Arrays.equals(last, Place.bytes(channel(), position - last.length, last.length));
    }

    private int read(byte[] chunk) throws IOException {
      int count = channel().read(ByteBuffer.wrap(chunk), position);
      if (count > 0) {
        position += count;
        int kept = Math.min(count, HEAD);
        last = Arrays.copyOfRange(chunk, count - kept, count);
      }
      return count;
    }
  }

  /**
   * @param lost is told of each part that was gone before it was read to its end
   */
  Tail(LogSource source, List<Place> places, Runnable lost) {
    this.source = source;
    this.lost = lost;
    this.places = places;
    this.joiner = new Joiner(source.format());
  }

  public LogSource source() {
    return source;
  }

  /** Up to where everything is stored for good, to be kept. */
  List<Place> places() {
    return places;
  }

  /**
   * Looks whether the file is still the one that is read.
   *
   * @return whether there are places to be kept before anything is read
   */
  boolean look(Sink sink) throws IOException {
    Reading now = current;
    if (now == null) {
      return align(sink);
    }
    if (leaving || !now.newest) {
      return false;
    }
    Optional<String> key = Parts.key(source.file());
    if (key.isPresent() && !key.get().equals(now.part.key())) {
      // Renamed: what it still has is read first.
      leaving = true;
      return false;
    }
    return !now.continues() && align(sink);
  }

  /** Finds each part again by what it has before the place it was read up to. */
  private boolean align(Sink sink) throws IOException {
    List<Part> parts = Parts.open(source.file());
    if (parts.isEmpty()) {
      return false;
    }
    List<Place> unused = new ArrayList<>(places);
    List<Place> found = new ArrayList<>();
    for (Part part : parts.reversed()) {
      Place place = null;
      for (Place candidate : unused.reversed()) {
        if (candidate.isIn(part)) {
          place = candidate;
          break;
        }
      }
      if (place == null && !found.isEmpty() && isCopying(part, parts.getLast())) {
        Parts.close(parts);
        return false;
      }
      unused.remove(place);
      found.add(place == null ? Place.begin(part) : place);
    }
    Collections.reverse(found);
    leave(found, sink);
    places = found.subList(Math.max(0, found.size() - MOST_PLACES), found.size());
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      boolean newest = i == parts.size() - 1;
      if (newest || part.size() > found.get(i).offset()) {
        ahead.add(new Reading(part, found.get(i), newest));
      } else {
        part.channel().close();
      }
    }
    advance();
    return true;
  }

  /** An older part that begins like the file itself is about to take its place. */
  private static boolean isCopying(Part part, Part newest) throws IOException {
    byte[] head = Place.bytes(part.channel(), 0, HEAD);
    byte[] other = Place.bytes(newest.channel(), 0, HEAD);
    int common = Math.min(head.length, other.length);
    boolean young =
        System.currentTimeMillis() - part.changed().toMillis() < LONGEST_COPY.toMillis();
    return young && common > 0 && Arrays.equals(head, 0, common, other, 0, common);
  }

  /** What was being read is somewhere else now, or nowhere. */
  private void leave(List<Place> found, Sink sink) throws IOException {
    Reading before = current;
    if (before == null) {
      return;
    }
    boolean again =
        found.stream().anyMatch(it -> it.generation().equals(before.stored.generation()));
    if (again) {
      joiner.forget();
    } else {
      if (before.seen > before.position) {
        lost.run();
      }
      finish(before, sink);
    }
    close(before);
  }

  private static void close(Reading reading) throws IOException {
    reading.channel().close();
  }

  private void advance() {
    Reading next = ahead.poll();
    current = next;
    leaving = false;
    if (next != null) {
      lines.restart(next.position);
    }
  }

  /**
   * Reads what comes next, at most what the chunk holds.
   *
   * @return whether there may be more
   */
  boolean read(byte[] chunk, Sink sink, long now) throws IOException {
    Reading reading = current;
    if (reading == null) {
      return false;
    }
    String generation = reading.stored.generation();
    int count = reading.read(chunk);
    if (count > 0) {
      lines.feed(
          chunk,
          count,
          (text, begin, end) ->
              joiner.line(text, begin, end, now, event -> sink.event(this, generation, event)));
      return true;
    }
    if (reading.newest && !leaving) {
      joiner.idle(now, event -> sink.event(this, generation, event));
      return false;
    }
    finish(reading, sink);
    return true;
  }

  private void finish(Reading reading, Sink sink) {
    String generation = reading.stored.generation();
    long now = System.nanoTime();
    lines.end((text, begin, end) ->
        joiner.line(text, begin, end, now, event -> sink.event(this, generation, event)));
    joiner.end(event -> sink.event(this, generation, event));
    finished.add(reading);
    advance();
  }

  /** Everything of this generation up to this offset is kept elsewhere now. */
  void stored(String generation, long end) throws IOException {
    Reading reading = current;
    if (reading != null && reading.stored.generation().equals(generation)) {
      store(reading, end);
    }
    for (Reading done : finished) {
      if (done.channel().isOpen() && done.stored.generation().equals(generation)) {
        store(done, end);
      }
    }
  }

  private void store(Reading reading, long end) throws IOException {
    Place next = reading.stored.at(end, reading.channel());
    reading.stored = next;
    List<Place> changed = new ArrayList<>(places);
    changed.replaceAll(it -> it.generation().equals(next.generation()) ? next : it);
    places = changed;
  }

  /** To be called when all events that were handed over are kept elsewhere. */
  void settled() throws IOException {
    for (Reading done : finished) {
      close(done);
    }
    finished.clear();
  }

  /** How many bytes there are that are not read yet. */
  long behind() throws IOException {
    long behind = 0;
    Reading now = current;
    if (now != null) {
      behind += Math.max(0, now.channel().size() - now.position);
    }
    for (Reading later : ahead) {
      behind += Math.max(0, later.channel().size() - later.position);
    }
    return behind;
  }

  public Path file() {
    return source.file();
  }

  /** Hands over what waits for a further line; nothing more will come. */
  void end(Sink sink) {
    Reading now = current;
    if (now != null) {
      finish(now, sink);
    }
  }

  @Override
  public void close() throws IOException {
    settled();
    Reading now = current;
    if (now != null) {
      close(now);
    }
    for (Reading later : ahead) {
      close(later);
    }
    ahead.clear();
    current = null;
  }
}
