package io.usercenter.elastic.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A queue of records in files of a directory. A record is in the page cache when {@link #append}
 * returns: it outlives the process, also a killed one, but not the machine. Nothing is deleted
 * before it is {@link #done}; after a restart some records come a second time.
 *
 * <p>A file is named by its number and holds records one after another: length, CRC-32C, bytes.
 * {@code position} says up to which file and byte all is done.
 */
public final class Spool implements AutoCloseable {

  private static final String SUFFIX = ".spool";
  private static final String POSITION = "position";
  private static final int HEADER = 8;
  private static final long LARGEST_SEGMENT = 16L << 20;
  private static final long SAVE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Path directory;
  private final long limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();

  /** How long each file is, by its number; the last is the one that is written. */
  private final TreeMap<Long, Long> segments = new TreeMap<>();

  /** What was taken and is not done, in the order of the records. */
  private final Deque<Chunk> taken = new ArrayDeque<>();

  private @Nullable FileChannel writing;
  private @Nullable FileChannel reading;
  private long readSegment;
  private Place read;
  private Place done;
  private long total;
  private long unread;
  private long corrupt;
  private long saved = System.nanoTime();

  private record Place(long segment, long offset) {}

  /** Records that are worked on together, one after another as they were appended. */
  public static final class Chunk {
    private final byte[] bytes;
    private final int[] ends;
    private final Place end;
    private boolean finished;

    private Chunk(byte[] bytes, List<Integer> ends, Place end) {
      this.bytes = bytes;
      this.ends = ends.stream().mapToInt(Integer::intValue).toArray();
      this.end = end;
    }

    /** Where each record ends within {@link #bytes}. */
    public int[] ends() {
      return ends.clone();
    }

    /** The records; not a copy. */
    public byte[] bytes() {
      return bytes;
    }

    public int length() {
      return ends.length == 0 ? 0 : ends[ends.length - 1];
    }
  }

  private Spool(Path directory, long limit) {
    this.directory = directory;
    this.limit = limit;
    this.read = new Place(0, 0);
    this.done = read;
  }

  /**
   * Opens a directory, which is made when it is absent. What was not done is read again.
   *
   * @param limit how many bytes the files may have together
   */
  public static Spool open(Path directory, long limit) throws IOException {
    Files.createDirectories(directory);
    Spool spool = new Spool(directory, limit);
    spool.recover();
    return spool;
  }

  private void recover() throws IOException {
    Path position = directory.resolve(POSITION);
    if (Files.exists(position)) {
      String[] words = Files.readString(position).strip().split(" ", -1);
      if (words.length == 2) {
        done = new Place(Long.parseLong(words[0]), Long.parseLong(words[1]));
      }
    }
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(it -> it.toString().endsWith(SUFFIX)).toList()) {
        long number = Long.parseLong(file.getFileName().toString().replace(SUFFIX, ""), 16);
        if (number < done.segment()) {
          Files.delete(file);
        } else {
          segments.put(number, Files.size(file));
        }
      }
    }
    long first = segments.isEmpty() ? done.segment() : segments.firstKey();
    if (first > done.segment() || !segments.containsKey(done.segment())) {
      done = new Place(first, 0);
    }
    read = done;
    for (long bytes : segments.values()) {
      total += bytes;
    }
    unread = total - done.offset();
    // Never after a record that was torn by a crash.
    roll(segments.isEmpty() ? done.segment() : segments.lastKey() + 1);
  }

  /**
   * Appends records, all or none.
   *
   * @return false when there is no room for them
   * @throws IOException when they could not be written; then they are not in the spool
   */
  public boolean append(List<ByteBuffer> records) throws IOException {
    long size = 0;
    for (ByteBuffer record : records) {
      size += HEADER + record.remaining();
    }
    lock.lock();
    try {
      if (total + size > limit) {
        return false;
      }
      if (length() >= Math.min(LARGEST_SEGMENT, limit / 4)) {
        roll(segments.lastKey() + 1);
      }
      write(records, size);
      appended.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<ByteBuffer> records, long size) throws IOException {
    long segment = segments.lastKey();
    long begin = length();
    FileChannel file = Objects.requireNonNull(writing, "open until it is closed");
    try {
      for (ByteBuffer record : records) {
        CRC32C crc = new CRC32C();
        crc.update(record.duplicate());
        ByteBuffer header =
            ByteBuffer.allocate(HEADER).putInt(record.remaining()).putInt((int) crc.getValue());
        writeFully(file, header.flip());
        writeFully(file, record.duplicate());
      }
    } catch (IOException full) {
      // Half a batch was not acknowledged: as if it had never been there.
      file.truncate(begin);
      file.position(begin);
      throw full;
    }
    segments.put(segment, begin + size);
    total += size;
    unread += size;
  }

  private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  private long length() {
    return segments.lastEntry().getValue();
  }

  private FileChannel roll(long number) throws IOException {
    FileChannel before = writing;
    if (before != null) {
      before.close();
    }
    FileChannel file =
        FileChannel.open(file(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    writing = file;
    segments.put(number, 0L);
    return file;
  }

  private Path file(long number) {
    return directory.resolve("%016x%s".formatted(number, SUFFIX));
  }

  /**
   * Takes records, at least one and otherwise not more than these bytes. Waits for the first as
   * long as it takes, and then a while for so many.
   */
  public Chunk take(int bytes, Duration linger) throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        while (unread <= 0) {
          appended.await();
        }
        long nanos = linger.toNanos();
        while (unread < bytes && nanos > 0) {
          nanos = appended.awaitNanos(nanos);
        }
        Chunk chunk = next(bytes);
        if (chunk.length() > 0) {
          taken.addLast(chunk);
          return chunk;
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("the spool " + directory + " cannot be read", failure);
    } finally {
      lock.unlock();
    }
  }

  private Chunk next(int most) throws IOException {
    List<Integer> ends = new ArrayList<>();
    byte[] bytes = new byte[(int) Math.min(most, Math.max(unread, 0))];
    int length = 0;
    while (unread > 0) {
      long left = segments.getOrDefault(read.segment(), 0L) - read.offset();
      if (left <= 0) {
        if (read.segment() == segments.lastKey()) {
          break;
        }
        read = new Place(segments.higherKey(read.segment()), 0);
        continue;
      }
      int record = recordLength(left);
      if (record < 0) {
        skipRest(left);
        continue;
      }
      if (length > 0 && length + record > most) {
        break;
      }
      if (length + record > bytes.length) {
        bytes = Arrays.copyOf(bytes, length + record);
      }
      if (!readRecord(bytes, length, record)) {
        skipRest(left);
        continue;
      }
      length += record;
      ends.add(length);
    }
    return new Chunk(bytes, ends, read);
  }

  /** -1 when there is no whole record: the process was killed while it wrote. */
  private int recordLength(long left) throws IOException {
    if (left < HEADER) {
      return -1;
    }
    int length = bytes(read.offset(), HEADER).getInt();
    return length < 0 || length > left - HEADER ? -1 : length;
  }

  private boolean readRecord(byte[] into, int at, int length) throws IOException {
    int expected = bytes(read.offset() + Integer.BYTES, Integer.BYTES).getInt();
    ByteBuffer target = ByteBuffer.wrap(into, at, length);
    readFully(target, read.offset() + HEADER);
    CRC32C crc = new CRC32C();
    crc.update(into, at, length);
    if ((int) crc.getValue() != expected) {
      return false;
    }
    read = new Place(read.segment(), read.offset() + HEADER + length);
    unread -= HEADER + length;
    return true;
  }

  private ByteBuffer bytes(long offset, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    readFully(bytes, offset);
    return bytes.flip();
  }

  private void readFully(ByteBuffer target, long offset) throws IOException {
    FileChannel file = reading;
    if (file == null || readSegment != read.segment()) {
      if (file != null) {
        file.close();
      }
      file = FileChannel.open(file(read.segment()), StandardOpenOption.READ);
      reading = file;
      readSegment = read.segment();
    }
    long at = offset;
    while (target.hasRemaining()) {
      int n = file.read(target, at);
      if (n < 0) {
        throw new IOException("the file " + file(read.segment()) + " became shorter");
      }
      at += n;
    }
  }

  /** What follows a record that is not whole cannot be told apart. */
  private void skipRest(long left) {
    corrupt += left;
    unread -= left;
    read = new Place(read.segment(), read.offset() + left);
  }

  /** These records need not be kept any longer. */
  public void done(Chunk chunk) {
    lock.lock();
    try {
      chunk.finished = true;
      while (!taken.isEmpty() && taken.peekFirst().finished) {
        done = taken.removeFirst().end;
      }
      boolean removed = false;
      while (segments.size() > 1 && segments.firstKey() < done.segment()) {
        Map.Entry<Long, Long> first = segments.firstEntry();
        Files.deleteIfExists(file(first.getKey()));
        total -= first.getValue();
        segments.remove(first.getKey());
        removed = true;
      }
      if (removed || System.nanoTime() - saved > SAVE_NANOS) {
        save();
      }
    } catch (IOException failure) {
      // Only that some records come again after a restart.
      saved = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  private void save() throws IOException {
    saved = System.nanoTime();
    Path next = directory.resolve(POSITION + ".new");
    Files.writeString(next, done.segment() + " " + done.offset() + "\n");
    Files.move(next, directory.resolve(POSITION), StandardCopyOption.ATOMIC_MOVE);
  }

  /** How many bytes wait to be done. */
  public long waiting() {
    lock.lock();
    try {
      long waiting = total - done.offset();
      for (var segment : segments.headMap(done.segment()).values()) {
        waiting -= segment;
      }
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes could not be read after a crash; none of them had been acknowledged. */
  public long corrupt() {
    lock.lock();
    try {
      return corrupt;
    } finally {
      lock.unlock();
    }
  }

  public long limit() {
    return limit;
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      save();
      FileChannel file = writing;
      if (file != null) {
        file.close();
      }
      FileChannel other = reading;
      if (other != null) {
        other.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
