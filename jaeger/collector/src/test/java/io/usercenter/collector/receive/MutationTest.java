package io.usercenter.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.collector.span.SpanSink;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that were cut off or changed are read or refused, and nothing else. */
@Timeout(120)
class MutationTest {

  private static final long SEED = 20261124;
  private static final int ROUNDS = 20_000;
  private static final long START = 1_795_000_000_123_456L;

  private interface Reading {
    void read(byte[] body, int length, SpanSink sink) throws MalformedException;
  }

  private static final Map<Reading, byte[]> PROTOCOLS =
      Map.of(
          JaegerThrift::batch, Samples.thrift(START),
          JaegerThrift::compactCall, Samples.compactCall(START),
          JaegerThrift::binaryCall, Samples.binaryCall(START),
          Otlp::request, Samples.otlp(START).toByteArray(),
          OtlpJson::request, Samples.otlpJson(START),
          ZipkinJson::spans, Samples.zipkin(START));

  @Test
  void survivesEachTruncation() {
    PROTOCOLS.forEach((protocol, sample) -> {
      for (int length = 0; length < sample.length; length++) {
        read(protocol, Arrays.copyOf(sample, length), length);
      }
    });
  }

  @Test
  void survivesChangedBytes() {
    Random random = new Random(SEED);
    int[] refused = {0};
    PROTOCOLS.forEach((protocol, sample) -> {
      for (int round = 0; round < ROUNDS; round++) {
        byte[] body = sample.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
          body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        refused[0] += read(protocol, body, body.length) ? 0 : 1;
      }
    });

    assertThat(refused[0]).isBetween(ROUNDS, 6 * ROUNDS - 1);
  }

  @Test
  void survivesNoise() {
    Random random = new Random(SEED);
    PROTOCOLS
        .keySet()
        .forEach(protocol -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] body = new byte[random.nextInt(200)];
            random.nextBytes(body);
            read(protocol, body, body.length);
          }
        });
  }

  /** Whether it could be read; anything but a refusal fails the test. */
  private static boolean read(Reading protocol, byte[] body, int length) {
    try {
      protocol.read(body, length, new Collected());
      return true;
    } catch (MalformedException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return false;
    }
  }
}
