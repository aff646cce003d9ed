package io.usercenter.collector.receive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Thrift's binary protocol (thrift-binary-protocol.md of its repository). */
final class BinaryThrift extends ThriftReader {

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }

  BinaryThrift(byte[] data, int length) {
    super(data, length);
  }

  @Override
  String message() throws MalformedException {
    int first = i32();
    if (first >= 0) {
      throw new MalformedException("no thrift message of version 1");
    }
    String name = string();
    i32();
    return name;
  }

  @Override
  boolean nextField() throws MalformedException {
    type = data[bytes(1)];
    if (type == STOP) {
      endStruct();
      return false;
    }
    field = (short) SHORT.get(data, bytes(2));
    return true;
  }

  @Override
  boolean bool() throws MalformedException {
    return data[bytes(1)] != 0;
  }

  @Override
  int i32() throws MalformedException {
    return (int) INT.get(data, bytes(4));
  }

  @Override
  long i64() throws MalformedException {
    return (long) LONG.get(data, bytes(8));
  }

  @Override
  double number() throws MalformedException {
    return Double.longBitsToDouble(i64());
  }

  @Override
  int length() throws MalformedException {
    return count(i32());
  }

  @Override
  int list() throws MalformedException {
    elementType = data[bytes(1)];
    return count(i32());
  }

  @Override
  void skipMap() throws MalformedException {
    int key = data[bytes(1)];
    int value = data[bytes(1)];
    int count = count(i32());
    for (int i = 0; i < count; i++) {
      skipAll(key, 1);
      skipAll(value, 1);
    }
  }

  @Override
  void skip(int skipped) throws MalformedException {
    // The only one whose size differs from that of the type it is read as.
    if (skipped == I16) {
      bytes(2);
    } else {
      super.skip(skipped);
    }
  }
}
