package io.usercenter.platform.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

  // Seven o'clock in Greenwich; times without a zone are taken as two hours ahead of it.
  private static final Instant SEVEN = Instant.parse("2026-11-23T07:00:00.123Z");
  private final Timestamps timestamps = new Timestamps(ZoneOffset.ofHours(2));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T07:00:00.123Z INFO started",
        "2026-11-23T08:00:00.123+01:00 INFO started",
        "2026-11-23 07:00:00.123 UTC [42] LOG:  database system is ready",
        "2026-11-23 09:00:00.123 EET [42] LOG:  database system is ready",
        "[2026-11-23T09:00:00,123][INFO ][o.e.n.Node] started",
        "[2026-11-23T07:00:00.123+0000][gc] Pause Young",
        "2026/11/23 09:00:00.123 listening",
        "1:M 23 Nov 2026 09:00:00.123 * Ready to accept connections",
        "27163:C 23 Nov 2026 09:00:00.123 # oO0OoO0OoO0Oo Redis is starting",
        "ts=2026-11-23T07:00:00.123Z caller=main.go:1 level=info",
        "time=2026-11-23T07:00:00.123Z level=INFO source=main.go:1",
        "level=info time=\"2026-11-23T07:00:00.123Z\" msg=ready",
        "{\"@timestamp\":\"2026-11-23T07:00:00.123Z\",\"level\":\"info\"}",
        "{\"level\":\"info\",\"ts\":1795417200.123,\"msg\":\"ready\"}",
        "{\"level\": \"info\", \"time\": \"2026-11-23T07:00:00.123Z\"}",
      })
  void findsWhenALineWasLogged(String line) {
    assertThat(timestamps.find(line)).contains(SEVEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\tat org.example.Main.main(Main.java:1)",
        "restored the backup of 2026-11-23T07:00:00Z",
        "2026-13-45T99:00:00Z impossible",
        "1:M 45 Foo 2026 09:00:00.123 * odd",
        "uptime=12 parts=2026",
        "{\"ts\":\"soon\"}",
        "[2026-11-23",
        "1:M 23 Nov 2026",
        "ts=",
      })
  void findsNothingWhereALineDoesNotSay(String line) {
    assertThat(timestamps.find(line)).isEmpty();
  }
}
