package io.usercenter.collector.receive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads one protobuf message within a larger one, field by field, without copying it. */
final class ProtoReader {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final byte[] data;
  private final int begin;
  private final int end;
  private int at;
  private int wire;

  /** Of the last field, after {@link #next}. */
  int field;

  ProtoReader(byte[] data, int begin, int end) {
    this.data = data;
    this.begin = begin;
    this.end = end;
    this.at = begin;
  }

  /** Starts again. */
  void rewind() {
    at = begin;
  }

  /** Whether there is one more field, whose value is read or skipped next. */
  boolean next() throws MalformedException {
    if (at == end) {
      return false;
    }
    long key = varint();
    wire = (int) key & 7;
    field = (int) (key >>> 3);
    if (field <= 0) {
      throw new MalformedException("no protobuf field has the number " + (key >>> 3));
    }
    return true;
  }

  ProtoReader message() throws MalformedException {
    int from = bytes();
    return new ProtoReader(data, from, at);
  }

  String string() throws MalformedException {
    int from = bytes();
    return new String(data, from, at - from, StandardCharsets.UTF_8);
  }

  byte[] binary() throws MalformedException {
    int from = bytes();
    return Arrays.copyOfRange(data, from, at);
  }

  long number() throws MalformedException {
    expect(VARINT);
    return varint();
  }

  long fixed64() throws MalformedException {
    expect(FIXED64);
    return fixed(8);
  }

  int fixed32() throws MalformedException {
    expect(FIXED32);
    return (int) fixed(4);
  }

  void skip() throws MalformedException {
    switch (wire) {
      case VARINT -> varint();
      case FIXED64 -> fixed(8);
      case FIXED32 -> fixed(4);
      case BYTES -> bytes();
      default -> throw new MalformedException("no protobuf wire type " + wire);
    }
  }

  private int bytes() throws MalformedException {
    expect(BYTES);
    return need(varint());
  }

  private void expect(int expected) throws MalformedException {
    if (wire != expected) {
      throw new MalformedException("field " + field + " has the wire type " + wire);
    }
  }

  /** Where the next bytes begin, which are then behind. */
  private int need(long count) throws MalformedException {
    if (count < 0 || count > end - at) {
      throw new MalformedException("the body ends before what it announces");
    }
    int from = at;
    at += (int) count;
    return from;
  }

  private long fixed(int bytes) throws MalformedException {
    int from = need(bytes);
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = (value << 8) | (data[from + i] & 0xff);
    }
    return value;
  }

  private long varint() throws MalformedException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = data[need(1)];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedException("a number of more than ten bytes");
  }
}
