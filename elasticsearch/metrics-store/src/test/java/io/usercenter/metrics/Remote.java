package io.usercenter.metrics;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.usercenter.metrics.protocol.Snappy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes and reads as Prometheus does, with messages made by hand. */
final class Remote {

  static final String VERSION_1 = "application/x-protobuf";
  static final String VERSION_2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  Remote(int port) {
    this.port = port;
  }

  /** A sample: milliseconds, and the bits of its value. */
  record Point(long time, long bits) {
    static Point of(long time, double value) {
      return new Point(time, Double.doubleToRawLongBits(value));
    }
  }

  HttpResponse<byte[]> write(Map<String, List<Point>> series) {
    return post("/api/v1/write", VERSION_1, Snappy.packed(version1(series)));
  }

  HttpResponse<byte[]> post(String path, String type, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", type)
            .header("Content-Encoding", "snappy")
            .timeout(Duration.ofSeconds(60))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Series by labels written as {@code a=b,c=d}. */
  static byte[] version1(Map<String, List<Point>> series) {
    return message(all -> {
      for (Map.Entry<String, List<Point>> one : series.entrySet()) {
        byte[] labelsAndSamples =
            message(out -> {
              for (String label : one.getKey().split(",", -1)) {
                String[] parts = label.split("=", 2);
                out.writeByteArray(
                    1,
                    message(pair -> {
                      pair.writeString(1, parts[0]);
                      pair.writeString(2, parts[1]);
                    }));
              }
              for (Point point : one.getValue()) {
                out.writeByteArray(2, sample(point));
              }
            });
        all.writeByteArray(1, labelsAndSamples);
      }
    });
  }

  static byte[] version2(Map<String, List<Point>> series) {
    List<String> symbols = new ArrayList<>(List.of(""));
    return message(all -> {
      List<byte[]> encoded = new ArrayList<>();
      for (Map.Entry<String, List<Point>> one : series.entrySet()) {
        byte[] references =
            message(out -> {
              for (String text : one.getKey().split("[,=]", -1)) {
                symbols.add(text);
                out.writeUInt32NoTag(symbols.size() - 1);
              }
            });
        encoded.add(
            message(out -> {
              out.writeByteArray(1, references);
              for (Point point : one.getValue()) {
                out.writeByteArray(2, sample(point));
              }
            }));
      }
      for (String symbol : symbols) {
        all.writeString(4, symbol);
      }
      for (byte[] one : encoded) {
        all.writeByteArray(5, one);
      }
    });
  }

  static byte[] sample(Point point) {
    return message(out -> {
      if (point.bits() != 0) {
        out.writeFixed64(1, point.bits());
      }
      out.writeInt64(2, point.time());
    });
  }

  /** Matchers such as {@code a=b}, {@code a!=b}, {@code a=~b.*} and {@code a!~b}. */
  HttpResponse<byte[]> ask(long from, long to, String... matchers) {
    List<String> operators = List.of("=", "!=", "=~", "!~");
    byte[] query =
        message(out -> {
          out.writeInt64(1, from);
          out.writeInt64(2, to);
          for (String matcher : matchers) {
            String name = matcher.replaceFirst("(?:!=|=~|!~|=).*", "");
            String rest = matcher.substring(name.length());
            String operator =
                rest.startsWith("=~") || rest.startsWith("!") ? rest.substring(0, 2) : "=";
            out.writeByteArray(
                3,
                message(one -> {
                  one.writeEnum(1, operators.indexOf(operator));
                  one.writeString(2, name);
                  one.writeString(3, rest.substring(operator.length()));
                }));
          }
        });
    return post(
        "/api/v1/read", VERSION_1, Snappy.packed(message(out -> out.writeByteArray(1, query))));
  }

  SortedMap<String, List<Point>> read(long from, long to, String... matchers) {
    HttpResponse<byte[]> response = ask(from, to, matchers);
    if (response.statusCode() != 200) {
      throw new IllegalStateException(
          response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
    }
    SortedMap<String, List<Point>> series = new TreeMap<>();
    try {
      CodedInputStream in = CodedInputStream.newInstance(Snappy.unpacked(response.body(), 1 << 28));
      while (in.readTag() != 0) {
        int result = in.pushLimit(in.readRawVarint32());
        while (in.readTag() != 0) {
          int one = in.pushLimit(in.readRawVarint32());
          series(in, series);
          in.popLimit(one);
        }
        in.popLimit(result);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return series;
  }

  private static void series(CodedInputStream in, Map<String, List<Point>> series)
      throws IOException {
    Map<String, String> labels = new LinkedHashMap<>();
    List<Point> points = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int limit = in.pushLimit(in.readRawVarint32());
      in.readTag();
      if (WireFormat.getTagFieldNumber(tag) == 1) {
        String name = in.readString();
        in.readTag();
        labels.put(name, in.readString());
      } else {
        long bits = in.readFixed64();
        in.readTag();
        points.add(new Point(in.readInt64(), bits));
      }
      in.popLimit(limit);
    }
    StringBuilder key = new StringBuilder();
    labels.forEach((name, value) ->
        key.append(key.isEmpty() ? "" : ",").append(name).append('=').append(value));
    series.put(key.toString(), points);
  }
}
