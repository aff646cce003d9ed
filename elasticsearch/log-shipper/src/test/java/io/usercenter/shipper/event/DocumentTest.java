package io.usercenter.shipper.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration KEPT = Duration.ofDays(7);

  /** Lines as the servers of the stack write them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-24T10:00:00.123Z info the collector takes spans | 2026-11-24T10:00:00.123Z | info
          2026-11-24 10:00:00.123 UTC [7] LOG:  database system is ready | 2026-11-24T10:00:00.123Z | info
          2026-11-24 10:00:00.123 UTC [7] user_center@user_db ERROR:  no info | 2026-11-24T10:00:00.123Z | error
          2026-11-24 10:00:00.123 UTC [7] FATAL:  no info here | 2026-11-24T10:00:00.123Z | fatal
          [2026-11-24T10:00:00,123Z][WARN ][o.e.c.Some] [node-1] an error message | 2026-11-24T10:00:00.123Z | warn
          ts=2026-11-24T10:00:00.123Z caller=main.go:1 level=warn msg="x" | 2026-11-24T10:00:00.123Z | warn
          time=2026-11-24T10:00:00.123Z level=INFO source=main.go:1 msg="an error" | 2026-11-24T10:00:00.123Z | info
          time="2026-11-24T10:00:00Z" level=error msg="x" | 2026-11-24T10:00:00Z | error
          2026-11-24T10:00:00+02:00 warn x | 2026-11-24T08:00:00Z | warn
          2026-11-24T10:00:00.5Z the last error of all | 2026-11-24T10:00:00.500Z | -
          just a line about 2026-11-24T10:00:00Z | 2026-11-24T12:00:00Z | -
          {"@timestamp":"2026-11-24T10:00:00.123Z","log.level":"WARN","message":"x"} | 2026-11-24T10:00:00.123Z | warn
          {"ts":1795514400.5,"level":"error","msg":"x"} | 2026-11-24T10:00:00.500Z | error
          """)
  void knowsTheTimeAndTheLevelOfALine(String line, String time, String level) {
    Map<String, Object> document = document(line);

    assertThat(document.get("@timestamp")).isEqualTo(time);
    assertThat(document.getOrDefault("log.level", "-")).isEqualTo(level);
  }

  @Test
  void readsRedisInTheZoneOfTheMachine() {
    Map<String, Object> document =
        document(
            "1:M 24 Nov 2026 10:00:00.123 # WARNING overcommit",
            Instant.parse("2026-11-24T10:00:00Z"));

    assertThat(document.get("@timestamp"))
        .isEqualTo(
            LocalDateTime.parse("2026-11-24T10:00:00.123")
                .atZone(ZoneId.systemDefault())
                .toInstant()
                .toString());
    assertThat(document.get("log.level")).isEqualTo("warn");
  }

  @Test
  void keepsEcsAsItIsAndTheRestAside() {
    Map<String, Object> document =
        document(
            """
            {"@timestamp":"2026-11-24T10:00:00Z","log":{"level":"info","logger":"access"},\
            "service.name":"user_center-api","message":"[HTTP] 200","http.response.status_code":200,\
            "trace.id":"0af7651916cd43dd8448eb211c80319c","event.duration":1234,"odd":{"a":[1,2]}}\
            """);

    assertThat(document)
        .containsEntry("message", "[HTTP] 200")
        .containsEntry("log.logger", "access")
        .containsEntry("service.name", "api")
        .containsEntry("http.response.status_code", 200)
        .containsEntry("event.duration", 1234)
        .containsEntry("trace.id", "0af7651916cd43dd8448eb211c80319c")
        .containsEntry("labels", Map.of("odd.a", "[1, 2]"));
  }

  @Test
  void translatesWhatGoZeroWrites() {
    assertThat(
            document(
                """
                {"@timestamp":"2026-11-24T10:00:00.000+08:00","caller":"a.go:1","content":"slow",\
                "duration":"5ms","level":"slow","trace":"0af7","span":"b7ad"}\
                """))
        .containsEntry("@timestamp", "2026-11-24T02:00:00Z")
        .containsEntry("message", "slow")
        .containsEntry("log.level", "warn")
        .containsEntry("trace.id", "0af7")
        .containsEntry("span.id", "b7ad")
        .containsEntry("labels", Map.of("caller", "a.go:1", "duration", "5ms"));
  }

  @Test
  void putsAFieldOfTheWrongTypeAside() {
    assertThat(document("{\"message\":\"x\",\"event.duration\":\"5 ms\"}"))
        .doesNotContainKey("event.duration")
        .containsEntry("labels", Map.of("event.duration", "5 ms"));
  }

  @Test
  void takesTheTimeOfTheEventBeforeForOneWithout() {
    Instant before = Instant.parse("2026-11-24T11:00:00Z");

    assertThat(document("no time", before)).containsEntry("@timestamp", before.toString());
  }

  @ParameterizedTest
  @CsvSource({"2026-11-01T10:00:00Z", "2026-11-30T10:00:00Z", "0001-01-01T00:00:00Z"})
  void correctsATimeThatCannotBe(String time) {
    Map<String, Object> document = document(time + " info x");

    assertThat(document)
        .containsEntry("@timestamp", NOW.toString())
        .containsEntry("labels", Map.of("written", time));
  }

  @Test
  void acceptsAClockThatIsADayAhead() {
    assertThat(document("2026-11-25T12:00:00Z info x"))
        .containsEntry("@timestamp", "2026-11-25T12:00:00Z");
  }

  @Test
  void makesADocumentOfAnything() {
    Random random = new Random(42);
    String alphabet = "{}[]\":,\\0123-T:Z=. \u0000\u001b\ud800é字levltsime\t\n";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder(random.nextBoolean() ? "{\"ts\":" : "");
      int length = random.nextInt(60);
      for (int c = 0; c < length; c++) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }

      assertThat(document(line.toString())).containsKeys("@timestamp", "message", "service.name");
    }
  }

  private static Map<String, Object> document(String line) {
    return document(line, NOW);
  }

  private static Map<String, Object> document(String line, Instant before) {
    Event event = new Event(line, 0, line.length(), null);
    try {
      StringWriter text = new StringWriter();
      try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
        Document.of(event, before, NOW, KEPT).write(json, "api", "", "/logs/api", 0);
      }
      return JSON.std.mapFrom(text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
