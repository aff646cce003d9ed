package io.usercenter.shipper.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts the bytes of a file into lines, in bounded memory. */
final class Lines {

  /** What a line has beyond this is left out. */
  static final int LONGEST = 1 << 20;

  private static final int USUAL = 8 << 10;

  private byte[] line = new byte[USUAL];
  private int length;
  private long begin;
  private long cut;

  /** Takes lines with the place in the file where they begin and end. */
  interface Sink {
    void line(String text, long begin, long end);
  }

  /** From here on; what was begun is forgotten. */
  void restart(long at) {
    begin = at;
    length = 0;
  }

  /** Takes the next bytes, which follow those before. */
  void feed(byte[] bytes, int count, Sink sink) {
    int at = 0;
    while (at < count) {
      int end = at;
      while (end < count && bytes[end] != '\n') {
        end++;
      }
      add(bytes, at, end - at);
      if (end < count) {
        end++;
        emit(sink, 1);
      }
      at = end;
    }
  }

  /** What follows the last line end, when nothing more can come. */
  void end(Sink sink) {
    if (length > 0 || cut > 0) {
      emit(sink, 0);
    }
  }

  private void emit(Sink sink, int lineEnd) {
    int text = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    long end = begin + length + cut + lineEnd;
    String whole = new String(line, 0, text, StandardCharsets.UTF_8);
    String shown = cut > 0 ? whole + "… (" + cut + " bytes more)" : whole;
    length = 0;
    cut = 0;
    if (line.length > USUAL) {
      line = new byte[USUAL];
    }
    long first = begin;
    begin = end;
    sink.line(shown, first, end);
  }

  private void add(byte[] from, int at, int count) {
    int taken = Math.min(count, LONGEST - length);
    cut += count - taken;
    if (length + taken > line.length) {
      line = Arrays.copyOf(line, Math.min(LONGEST, Math.max(line.length * 2, length + taken)));
    }
    System.arraycopy(from, at, line, length, taken);
    length += taken;
  }
}
