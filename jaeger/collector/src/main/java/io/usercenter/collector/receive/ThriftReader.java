package io.usercenter.collector.receive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a thrift message, field by field. Lengths are compared with what is left before anything is
 * made of them, so that a body cannot ask for more memory than its own size.
 */
abstract class ThriftReader {

  // Types, with the numbers of the binary protocol.
  static final int STOP = 0;
  static final int BOOL = 2;
  static final int BYTE = 3;
  static final int DOUBLE = 4;
  static final int I16 = 6;
  static final int I32 = 8;
  static final int I64 = 10;
  static final int STRING = 11;
  static final int STRUCT = 12;
  static final int MAP = 13;
  static final int SET = 14;
  static final int LIST = 15;

  private static final int DEEPEST = 32;

  final byte[] data;
  final int end;
  int at;

  /** Of the last field, after {@link #nextField}. */
  int field;

  int type;

  /** Of the last list, after {@link #list}. */
  int elementType;

  private int depth;

  ThriftReader(byte[] data, int length) {
    this.data = data;
    this.end = length;
  }

  void beginStruct() throws MalformedException {
    if (++depth > DEEPEST) {
      throw new MalformedException("structs more than " + DEEPEST + " deep");
    }
  }

  /** Called by {@link #nextField} at the end of a struct. */
  void endStruct() {
    depth--;
  }

  /** The name of a call, whose arguments follow as a struct. */
  abstract String message() throws MalformedException;

  /** Whether the struct has one more field; {@link #field} and {@link #type} say which. */
  abstract boolean nextField() throws MalformedException;

  abstract boolean bool() throws MalformedException;

  abstract int i32() throws MalformedException;

  abstract long i64() throws MalformedException;

  abstract double number() throws MalformedException;

  /** The length of the text or bytes that follow. */
  abstract int length() throws MalformedException;

  /** How many elements the list or set has; {@link #elementType} says of what type. */
  abstract int list() throws MalformedException;

  abstract void skipMap() throws MalformedException;

  String string() throws MalformedException {
    int length = length();
    String text = new String(data, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  byte[] binary() throws MalformedException {
    int length = length();
    byte[] bytes = Arrays.copyOfRange(data, at, at + length);
    at += length;
    return bytes;
  }

  /** Whether the field is of this type; another one is skipped, as thrift has it. */
  boolean is(int expected) throws MalformedException {
    if (type == expected) {
      return true;
    }
    skip(type);
    return false;
  }

  void skip(int skipped) throws MalformedException {
    switch (skipped) {
      case BOOL -> bool();
      case BYTE -> bytes(1);
      case DOUBLE -> number();
      case I16, I32 -> i32();
      case I64 -> i64();
      case STRING -> bytes(length());
      case STRUCT -> {
        beginStruct();
        while (nextField()) {
          skip(type);
        }
      }
      case MAP -> skipMap();
      case SET, LIST -> {
        int count = list();
        int element = elementType;
        skipAll(element, count);
      }
      default -> throw new MalformedException("no thrift type " + skipped);
    }
  }

  final void skipAll(int element, int count) throws MalformedException {
    if (++depth > DEEPEST) {
      throw new MalformedException("lists more than " + DEEPEST + " deep");
    }
    for (int i = 0; i < count; i++) {
      skip(element);
    }
    depth--;
  }

  /** A count of things that take at least a byte each. */
  final int count(long claimed) throws MalformedException {
    if (claimed < 0 || claimed > end - at) {
      throw new MalformedException("the body ends before what it announces");
    }
    return (int) claimed;
  }

  /** Where the next bytes begin, which are then behind. */
  final int bytes(int n) throws MalformedException {
    int from = at;
    at += count(n);
    return from;
  }
}
