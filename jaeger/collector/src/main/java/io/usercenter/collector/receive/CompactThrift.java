package io.usercenter.collector.receive;

/** Thrift's compact protocol (thrift-compact-protocol.md of its repository). */
final class CompactThrift extends ThriftReader {

  private static final int PROTOCOL = 0x82;
  private static final int VERSION = 1;
  private static final int TRUE = 1;
  private static final int LONG_LIST = 15;
  private static final int DEEPEST = 64;

  /** The types of {@link ThriftReader} by their number here. */
  private static final int[] TYPES = {
    STOP, BOOL, BOOL, BYTE, I16, I32, I64, DOUBLE, STRING, LIST, SET, MAP, STRUCT
  };

  /** The last field of each struct that is open. */
  private final int[] fields = new int[DEEPEST];

  private int open;

  /** What the header of a field says of its value; -1 when the value follows. */
  private int boolInHeader = -1;

  CompactThrift(byte[] data, int length) {
    super(data, length);
  }

  @Override
  String message() throws MalformedException {
    if ((data[bytes(1)] & 0xff) != PROTOCOL || (data[bytes(1)] & 0x1f) != VERSION) {
      throw new MalformedException("no thrift message of the compact protocol");
    }
    varint();
    return string();
  }

  @Override
  void beginStruct() throws MalformedException {
    super.beginStruct();
    if (open == DEEPEST) {
      throw new MalformedException("structs more than " + DEEPEST + " deep");
    }
    fields[open++] = 0;
  }

  @Override
  boolean nextField() throws MalformedException {
    int header = data[bytes(1)] & 0xff;
    int kind = header & 0x0f;
    type = type(kind);
    if (type == STOP) {
      open--;
      endStruct();
      return false;
    }
    int delta = header >> 4;
    field = delta == 0 ? (short) zigzag() : fields[open - 1] + delta;
    fields[open - 1] = field;
    boolInHeader = type == BOOL ? kind : -1;
    return true;
  }

  @Override
  boolean bool() throws MalformedException {
    int value = boolInHeader >= 0 ? boolInHeader : data[bytes(1)];
    boolInHeader = -1;
    return value == TRUE;
  }

  @Override
  int i32() throws MalformedException {
    return (int) zigzag();
  }

  @Override
  long i64() throws MalformedException {
    return zigzag();
  }

  @Override
  double number() throws MalformedException {
    long bits = 0;
    int from = bytes(8);
    for (int i = 7; i >= 0; i--) {
      bits = (bits << 8) | (data[from + i] & 0xff);
    }
    return Double.longBitsToDouble(bits);
  }

  @Override
  int length() throws MalformedException {
    return count(varint());
  }

  @Override
  int list() throws MalformedException {
    int header = data[bytes(1)] & 0xff;
    elementType = type(header & 0x0f);
    int size = header >> 4;
    return count(size == LONG_LIST ? varint() : size);
  }

  @Override
  void skipMap() throws MalformedException {
    int count = count(varint());
    if (count == 0) {
      return;
    }
    int types = data[bytes(1)] & 0xff;
    for (int i = 0; i < count; i++) {
      skipAll(type(types >> 4), 1);
      skipAll(type(types & 0x0f), 1);
    }
  }

  private static int type(int compact) throws MalformedException {
    if (compact >= TYPES.length) {
      throw new MalformedException("no thrift type " + compact);
    }
    return TYPES[compact];
  }

  private long zigzag() throws MalformedException {
    long n = varint();
    return (n >>> 1) ^ -(n & 1);
  }

  private long varint() throws MalformedException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = data[bytes(1)];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedException("a number of more than ten bytes");
  }
}
