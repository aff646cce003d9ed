package io.usercenter.metrics.protocol;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.usercenter.metrics.chunk.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What Prometheus wants kept. Field numbers are those of prometheus/prompb/remote.proto (1.0) and
 * io/prometheus/write/v2/types.proto (2.0).
 *
 * @param histograms how many native histograms there were, which are not kept
 * @param exemplars how many there were, which are not kept
 */
public record WriteRequest(List<Series> series, int histograms, int exemplars) {

  private static final int MOST_LABELS = 128;

  /** Samples that belong together. */
  public record Series(Labels labels, Samples samples) {}

  public WriteRequest {
    series = List.copyOf(series);
  }

  /** Version 1.0: labels are written out in each series. */
  public static WriteRequest version1(byte[] body) throws MalformedException {
    return new Reader(List.of()).read(body, 1);
  }

  /** Version 2.0: labels are numbers of a table of texts. */
  public static WriteRequest version2(byte[] body) throws MalformedException {
    List<String> symbols = new ArrayList<>();
    try {
      CodedInputStream in = CodedInputStream.newInstance(body);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == 4) {
          symbols.add(in.readString());
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException wrong) {
      throw malformed(wrong);
    }
    return new Reader(symbols).read(body, 5);
  }

  private static MalformedException malformed(IOException wrong) {
    return new MalformedException(
        "the body is not the protobuf it claims to be: " + wrong.getMessage(), wrong);
  }

  private static final class Reader {
    private final List<String> symbols;
    private final List<Series> series = new ArrayList<>();
    private int histograms;
    private int exemplars;

    private Reader(List<String> symbols) {
      this.symbols = symbols;
    }

    private WriteRequest read(byte[] body, int field) throws MalformedException {
      try {
        CodedInputStream in = CodedInputStream.newInstance(body);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
          if (WireFormat.getTagFieldNumber(tag) == field) {
            int limit = in.pushLimit(in.readRawVarint32());
            if (field == 1) {
              plain(in);
            } else {
              referring(in);
            }
            in.popLimit(limit);
          } else {
            in.skipField(tag);
          }
        }
        return new WriteRequest(series, histograms, exemplars);
      } catch (IOException wrong) {
        throw malformed(wrong);
      }
    }

    private void plain(CodedInputStream in) throws IOException, MalformedException {
      List<Labels.Label> labels = new ArrayList<>();
      Samples samples = new Samples();
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (WireFormat.getTagFieldNumber(tag)) {
          case 1 -> labels.add(label(in));
          case 2 -> sample(in, samples);
          case 3 -> exemplars += skipped(in, tag);
          case 4 -> histograms += skipped(in, tag);
          default -> in.skipField(tag);
        }
      }
      add(labels, samples);
    }

    private void referring(CodedInputStream in) throws IOException, MalformedException {
      List<String> texts = new ArrayList<>();
      Samples samples = new Samples();
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (WireFormat.getTagFieldNumber(tag)) {
          case 1 -> references(in, tag, texts);
          case 2 -> sample(in, samples);
          case 3 -> histograms += skipped(in, tag);
          case 4 -> exemplars += skipped(in, tag);
          default -> in.skipField(tag);
        }
      }
      if (texts.size() % 2 != 0) {
        throw new MalformedException("a label has a name and no value");
      }
      List<Labels.Label> labels = new ArrayList<>();
      for (int i = 0; i < texts.size(); i += 2) {
        labels.add(new Labels.Label(texts.get(i), texts.get(i + 1)));
      }
      add(labels, samples);
    }

    private void references(CodedInputStream in, int tag, List<String> texts)
        throws IOException, MalformedException {
      if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
        texts.add(symbol(in.readUInt32()));
        return;
      }
      int limit = in.pushLimit(in.readRawVarint32());
      while (in.getBytesUntilLimit() > 0) {
        texts.add(symbol(in.readUInt32()));
      }
      in.popLimit(limit);
    }

    private String symbol(int number) throws MalformedException {
      if (number < 0 || number >= symbols.size()) {
        throw new MalformedException("symbol %d of %d".formatted(number, symbols.size()));
      }
      return symbols.get(number);
    }

    private void add(List<Labels.Label> labels, Samples samples) throws MalformedException {
      if (labels.size() > MOST_LABELS) {
        throw new MalformedException("a series may have " + MOST_LABELS + " labels");
      }
      if (samples.size() > 0) {
        series.add(new Series(Labels.of(labels), samples));
      }
    }

    private static int skipped(CodedInputStream in, int tag) throws IOException {
      in.skipField(tag);
      return 1;
    }

    private static Labels.Label label(CodedInputStream in) throws IOException {
      int limit = in.pushLimit(in.readRawVarint32());
      String name = "";
      String value = "";
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (WireFormat.getTagFieldNumber(tag)) {
          case 1 -> name = in.readStringRequireUtf8();
          case 2 -> value = in.readStringRequireUtf8();
          default -> in.skipField(tag);
        }
      }
      in.popLimit(limit);
      return new Labels.Label(name, value);
    }

    private static void sample(CodedInputStream in, Samples samples) throws IOException {
      int limit = in.pushLimit(in.readRawVarint32());
      long bits = 0;
      long time = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag) {
          case 1 << 3 | WireFormat.WIRETYPE_FIXED64 -> bits = in.readRawLittleEndian64();
          case 2 << 3 | WireFormat.WIRETYPE_VARINT -> time = in.readInt64();
          default -> in.skipField(tag);
        }
      }
      if (in.getBytesUntilLimit() != 0) {
        throw new InvalidProtocolBufferException("a sample does not end where it should");
      }
      in.popLimit(limit);
      samples.add(time, bits);
    }
  }
}
