package io.usercenter.metrics.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkTest {

  /** https://github.com/prometheus/prometheus/blob/main/model/value/value.go */
  private static final long STALE = 0x7ff0000000000002L;

  @Test
  void givesBackEveryBit() throws IOException {
    Samples samples = new Samples();
    long[] bits = {
      0,
      Double.doubleToRawLongBits(-0.0),
      Double.doubleToRawLongBits(1.5),
      STALE,
      Double.doubleToRawLongBits(Double.NaN),
      Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
      Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY),
      Double.doubleToRawLongBits(Double.MIN_VALUE),
      Double.doubleToRawLongBits(Double.MAX_VALUE),
      -1,
      1
    };
    for (int i = 0; i < bits.length; i++) {
      samples.add(1_795_500_000_000L + i * 10_000L, bits[i]);
    }

    assertSame(samples, Chunk.decode(Chunk.encode(samples)));
  }

  @Test
  void givesBackWhateverItGets() throws IOException {
    Random random = new Random(11);
    for (int round = 0; round < 500; round++) {
      Samples samples = new Samples();
      long time = random.nextLong() >> random.nextInt(20);
      for (int i = random.nextInt(300); i > 0; i--) {
        samples.add(time, random.nextLong() >>> random.nextInt(64));
        time += random.nextInt(4) == 0 ? random.nextLong() >> 30 : 10_000;
      }

      assertSame(samples, Chunk.decode(Chunk.encode(samples)));
    }
  }

  @Test
  void needsFewBytesForACounterThatIsScrapedRegularly() {
    Samples samples = new Samples();
    for (int i = 0; i < 360; i++) {
      samples.add(1_795_500_000_000L + i * 10_000L, Double.doubleToRawLongBits(1000 + i * 3));
    }

    assertThat(Chunk.encode(samples).length).isLessThan(360 * 5);
  }

  @Test
  void refusesWhatIsNoChunk() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(30)];
      random.nextBytes(bytes);
      try {
        assertThat(Chunk.decode(bytes).size()).isLessThan(16);
      } catch (IOException refused) {
        assertThat(refused).hasMessageMatching(".*(chunk|number).*");
      }
    }
    Samples one = new Samples();
    one.add(1, 2);
    byte[] whole = Chunk.encode(one);
    assertThatThrownBy(() -> Chunk.decode(Arrays.copyOf(whole, whole.length - 1)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void ordersByTimeAndKeepsTheFirstOfTwo() {
    Samples samples = new Samples();
    samples.add(30, 1);
    samples.add(10, 2);
    samples.add(30, 3);
    samples.add(20, 4);

    Samples ordered = samples.ordered();

    assertThat(ordered.size()).isEqualTo(3);
    assertThat(new long[] {ordered.time(0), ordered.time(1), ordered.time(2)})
        .containsExactly(10, 20, 30);
    assertThat(ordered.bits(2)).isEqualTo(1);
  }

  private static void assertSame(Samples expected, Samples actual) {
    assertThat(actual.size()).isEqualTo(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.time(i)).isEqualTo(expected.time(i));
      assertThat(actual.bits(i)).isEqualTo(expected.bits(i));
    }
  }
}
