package io.usercenter.metrics.protocol;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.usercenter.metrics.chunk.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What Prometheus wants back. Field numbers are those of prometheus/prompb/remote.proto. */
public record ReadRequest(List<Query> queries) {

  public ReadRequest {
    queries = List.copyOf(queries);
  }

  /**
   * Series that fit all matchers, within a time.
   *
   * @param from milliseconds since 1970, included
   * @param to included
   */
  public record Query(long from, long to, List<Matcher> matchers) {
    public Query {
      matchers = List.copyOf(matchers);
    }

    public boolean fits(Labels labels) {
      return matchers.stream().allMatch(matcher -> matcher.fits(labels));
    }
  }

  /** What a label must be, or must not be; one that is absent is empty. */
  public sealed interface Matcher {
    String name();

    boolean fits(Labels labels);

    /** Equal, or not. */
    record Equal(String name, String value, boolean wanted) implements Matcher {
      @Override
      public boolean fits(Labels labels) {
        return labels.value(name).equals(value) == wanted;
      }
    }

    /** As a whole matched by a pattern of RE2, or not. */
    record Like(String name, Pattern pattern, boolean wanted) implements Matcher {
      @Override
      public boolean fits(Labels labels) {
        return pattern.matches(labels.value(name)) == wanted;
      }
    }
  }

  public static ReadRequest of(byte[] body) throws MalformedException {
    List<Query> queries = new ArrayList<>();
    try {
      CodedInputStream in = CodedInputStream.newInstance(body);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == 1) {
          int limit = in.pushLimit(in.readRawVarint32());
          queries.add(query(in));
          in.popLimit(limit);
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException wrong) {
      throw new MalformedException(
          "the body is not the protobuf it claims to be: " + wrong.getMessage(), wrong);
    }
    return new ReadRequest(queries);
  }

  private static Query query(CodedInputStream in) throws IOException, MalformedException {
    long from = 0;
    long to = 0;
    List<Matcher> matchers = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> from = in.readInt64();
        case 2 -> to = in.readInt64();
        case 3 -> {
          int limit = in.pushLimit(in.readRawVarint32());
          matchers.add(matcher(in));
          in.popLimit(limit);
        }
        default -> in.skipField(tag);
      }
    }
    return new Query(from, to, matchers);
  }

  private static Matcher matcher(CodedInputStream in) throws IOException, MalformedException {
    int type = 0;
    String name = "";
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> type = in.readEnum();
        case 2 -> name = in.readString();
        case 3 -> value = in.readString();
        default -> in.skipField(tag);
      }
    }
    return switch (type) {
      case 0 -> new Matcher.Equal(name, value, true);
      case 1 -> new Matcher.Equal(name, value, false);
      case 2 -> new Matcher.Like(name, pattern(value), true);
      case 3 -> new Matcher.Like(name, pattern(value), false);
      default -> throw new MalformedException("no matcher has the type " + type);
    };
  }

  private static Pattern pattern(String text) throws MalformedException {
    try {
      return Pattern.compile(text, Pattern.DOTALL);
    } catch (PatternSyntaxException wrong) {
      throw new MalformedException("'" + text + "' is no pattern: " + wrong.getMessage(), wrong);
    }
  }

  /** The answer: for each query its series, which are in the order of their labels. */
  public static byte[] answer(List<SortedMap<Labels, Samples>> results) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(all);
      for (SortedMap<Labels, Samples> result : results) {
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        CodedOutputStream series = CodedOutputStream.newInstance(one);
        for (Map.Entry<Labels, Samples> entry : result.entrySet()) {
          series.writeByteArray(1, series(entry.getKey(), entry.getValue()));
        }
        series.flush();
        out.writeByteArray(1, one.toByteArray());
      }
      out.flush();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return all.toByteArray();
  }

  private static byte[] series(Labels labels, Samples samples) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(samples.size() * 20 + 256);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (String text : labels.texts()) {
      int equals = text.indexOf('=');
      String name = text.substring(0, equals);
      String value = text.substring(equals + 1);
      out.writeTag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(
          CodedOutputStream.computeStringSize(1, name)
              + CodedOutputStream.computeStringSize(2, value));
      out.writeString(1, name);
      out.writeString(2, value);
    }
    for (int i = 0; i < samples.size(); i++) {
      out.writeTag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(9 + CodedOutputStream.computeInt64Size(2, samples.time(i)));
      out.writeFixed64(1, samples.bits(i));
      out.writeInt64(2, samples.time(i));
    }
    out.flush();
    return bytes.toByteArray();
  }
}
