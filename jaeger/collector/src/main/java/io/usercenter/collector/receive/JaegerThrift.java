package io.usercenter.collector.receive;

import io.usercenter.collector.span.Span;
import io.usercenter.collector.span.Span.Emitter;
import io.usercenter.collector.span.Span.Log;
import io.usercenter.collector.span.Span.Reference;
import io.usercenter.collector.span.SpanSink;
import io.usercenter.collector.span.Tag;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Jaeger's batches: thrift/jaeger.thrift and agent.thrift of jaeger-idl. */
public final class JaegerThrift {

  private static final int PROCESS = 1;
  private static final int SPANS = 2;

  private final ThriftReader in;
  private final SpanSink sink;

  private JaegerThrift(ThriftReader in, SpanSink sink) {
    this.in = in;
    this.sink = sink;
  }

  /** A batch as it is posted over HTTP: a struct of the binary protocol. */
  public static void batch(byte[] body, int length, SpanSink sink) throws MalformedException {
    new JaegerThrift(new BinaryThrift(body, length), sink).batch();
  }

  /** A datagram of the compact protocol, which calls {@code emitBatch}. */
  public static void compactCall(byte[] body, int length, SpanSink sink) throws MalformedException {
    new JaegerThrift(new CompactThrift(body, length), sink).call();
  }

  /** A datagram of the binary protocol, which calls {@code emitBatch}. */
  public static void binaryCall(byte[] body, int length, SpanSink sink) throws MalformedException {
    new JaegerThrift(new BinaryThrift(body, length), sink).call();
  }

  private void call() throws MalformedException {
    String name = in.message();
    if (!name.equals("emitBatch")) {
      throw new MalformedException("a call other than emitBatch");
    }
    in.beginStruct();
    boolean called = false;
    while (in.nextField()) {
      if (in.field == 1 && in.is(ThriftReader.STRUCT)) {
        batch();
        called = true;
      } else if (in.field != 1) {
        in.skip(in.type);
      }
    }
    if (!called) {
      throw new MalformedException("emitBatch without a batch");
    }
  }

  /** Reads twice: whose spans they are may stand behind them. */
  private void batch() throws MalformedException {
    int begin = in.at;
    Emitter process = null;
    in.beginStruct();
    while (in.nextField()) {
      if (in.field == PROCESS && in.type == ThriftReader.STRUCT) {
        process = process();
      } else {
        in.skip(in.type);
      }
    }
    if (process == null) {
      throw new MalformedException("a batch without a process");
    }
    int end = in.at;
    in.at = begin;
    in.beginStruct();
    while (in.nextField()) {
      if (in.field == SPANS && in.type == ThriftReader.LIST) {
        int count = structs();
        for (int i = 0; i < count; i++) {
          span(process);
        }
      } else {
        in.skip(in.type);
      }
    }
    in.at = end;
  }

  private Emitter process() throws MalformedException {
    String service = "";
    List<Tag> tags = List.of();
    in.beginStruct();
    while (in.nextField()) {
      switch (in.field) {
        case 1 -> service = in.is(ThriftReader.STRING) ? in.string() : service;
        case 2 -> tags = in.is(ThriftReader.LIST) ? tags() : tags;
        default -> in.skip(in.type);
      }
    }
    return new Emitter(service.isEmpty() ? Emitter.UNNAMED : service, tags);
  }

  private static final class Ids {
    long low;
    long high;
    long span;
    long parent;

    String trace() {
      HexFormat hex = HexFormat.of();
      return high == 0 ? hex.toHexDigits(low) : hex.toHexDigits(high) + hex.toHexDigits(low);
    }
  }

  private void span(Emitter process) throws MalformedException {
    Ids ids = new Ids();
    String operation = "";
    int flags = 0;
    long start = 0;
    long duration = 0;
    List<Reference> references = new ArrayList<>(1);
    List<Tag> tags = List.of();
    List<Log> logs = List.of();
    in.beginStruct();
    while (in.nextField()) {
      switch (in.field) {
        case 1 -> ids.low = i64(ids.low);
        case 2 -> ids.high = i64(ids.high);
        case 3 -> ids.span = i64(ids.span);
        case 4 -> ids.parent = i64(ids.parent);
        case 5 -> operation = in.is(ThriftReader.STRING) ? in.string() : operation;
        case 6 -> references(references);
        case 7 -> flags = in.is(ThriftReader.I32) ? in.i32() : flags;
        case 8 -> start = i64(start);
        case 9 -> duration = i64(duration);
        case 10 -> tags = in.is(ThriftReader.LIST) ? tags() : tags;
        case 11 -> logs = in.is(ThriftReader.LIST) ? logs() : logs;
        default -> in.skip(in.type);
      }
    }
    if ((ids.low == 0 && ids.high == 0) || ids.span == 0) {
      sink.refuse(SpanSink.Refusal.ID);
      return;
    }
    String spanId = HexFormat.of().toHexDigits(ids.span);
    parent(ids, references);
    sink.accept(
        new Span(
            ids.trace(),
            spanId,
            operation,
            references,
            flags,
            start,
            Math.max(0, duration),
            tags,
            logs,
            process));
  }

  /** Clients name the parent in a field of its own, or among the references, or both. */
  private static void parent(Ids ids, List<Reference> references) {
    if (ids.parent == 0) {
      return;
    }
    String parent = HexFormat.of().toHexDigits(ids.parent);
    for (Reference reference : references) {
      if (reference.spanId().equals(parent) && reference.traceId().equals(ids.trace())) {
        return;
      }
    }
    references.addFirst(new Reference(Reference.Kind.CHILD_OF, ids.trace(), parent));
  }

  private long i64(long otherwise) throws MalformedException {
    return in.is(ThriftReader.I64) ? in.i64() : otherwise;
  }

  private void references(List<Reference> references) throws MalformedException {
    if (!in.is(ThriftReader.LIST)) {
      return;
    }
    int count = structs();
    for (int i = 0; i < count; i++) {
      Ids ids = new Ids();
      int kind = 0;
      in.beginStruct();
      while (in.nextField()) {
        switch (in.field) {
          case 1 -> kind = in.is(ThriftReader.I32) ? in.i32() : kind;
          case 2 -> ids.low = i64(ids.low);
          case 3 -> ids.high = i64(ids.high);
          case 4 -> ids.span = i64(ids.span);
          default -> in.skip(in.type);
        }
      }
      references.add(
          new Reference(
              kind == 0 ? Reference.Kind.CHILD_OF : Reference.Kind.FOLLOWS_FROM,
              ids.trace(),
              HexFormat.of().toHexDigits(ids.span)));
    }
  }

  private List<Log> logs() throws MalformedException {
    int count = structs();
    List<Log> logs = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      long micros = 0;
      List<Tag> fields = List.of();
      in.beginStruct();
      while (in.nextField()) {
        switch (in.field) {
          case 1 -> micros = i64(micros);
          case 2 -> fields = in.is(ThriftReader.LIST) ? tags() : fields;
          default -> in.skip(in.type);
        }
      }
      logs.add(new Log(micros, fields));
    }
    return logs;
  }

  private List<Tag> tags() throws MalformedException {
    int count = structs();
    List<Tag> tags = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      tags.add(tag());
    }
    return tags;
  }

  private Tag tag() throws MalformedException {
    String key = "";
    int kind = 0;
    String text = "";
    double number = 0;
    boolean flag = false;
    long integer = 0;
    byte[] binary = {};
    in.beginStruct();
    while (in.nextField()) {
      switch (in.field) {
        case 1 -> key = in.is(ThriftReader.STRING) ? in.string() : key;
        case 2 -> kind = in.is(ThriftReader.I32) ? in.i32() : kind;
        case 3 -> text = in.is(ThriftReader.STRING) ? in.string() : text;
        case 4 -> number = in.is(ThriftReader.DOUBLE) ? in.number() : number;
        case 5 -> flag = in.is(ThriftReader.BOOL) ? in.bool() : flag;
        case 6 -> integer = i64(integer);
        case 7 -> binary = in.is(ThriftReader.STRING) ? in.binary() : binary;
        default -> in.skip(in.type);
      }
    }
    return switch (kind) {
      case 0 -> Tag.of(key, text);
      case 1 -> Tag.of(key, number);
      case 2 -> Tag.of(key, flag);
      case 3 -> Tag.of(key, integer);
      case 4 -> Tag.of(key, binary);
      default -> throw new MalformedException("no tag type " + kind);
    };
  }

  private int structs() throws MalformedException {
    int count = in.list();
    if (count > 0 && in.elementType != ThriftReader.STRUCT) {
      throw new MalformedException("a list of something other than structs");
    }
    return count;
  }
}
