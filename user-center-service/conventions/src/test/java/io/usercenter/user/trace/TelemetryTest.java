package io.usercenter.user.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.user.config.Address;
import io.usercenter.user.config.ConfigFile;
import io.usercenter.user.config.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void exportsNothingWithoutTheBlock() {
    Telemetry none = Telemetry.read(read("Name: x\n").root().section("Telemetry"), "x");

    assertThat(none).isEqualTo(new Telemetry("x", new Exporter.Nothing(), 0));
  }

  @Test
  void exportsNothingWhenDisabled() {
    assertThat(exporter("Endpoint: http://jaeger:14268/api/traces, Disabled: true"))
        .isEqualTo(new Exporter.Nothing());
  }

  @Test
  void takesACollectorOrAnAgentForJaeger() {
    assertThat(exporter("Endpoint: http://jaeger:14268/api/traces"))
        .isEqualTo(new Exporter.Jaeger(URI.create("http://jaeger:14268/api/traces")));
    assertThat(exporter("Endpoint: 'jaeger:6831'"))
        .isEqualTo(new Exporter.JaegerAgent(new Address("jaeger", 6831)));
    assertThat(exporter("Endpoint: 'udp://jaeger:6831', Batcher: jaeger"))
        .isEqualTo(new Exporter.JaegerAgent(new Address("jaeger", 6831)));
  }

  @Test
  void completesWhatOtlpIsGiven() {
    assertThat(otlp("Endpoint: 'collector:4318'")).isEqualTo("http://collector:4318/v1/traces");
    assertThat(otlp("Endpoint: 'collector:4318', OtlpHttpSecure: true, OtlpHttpPath: /in"))
        .isEqualTo("https://collector:4318/in");
    assertThat(otlp("Endpoint: 'http://collector:4318/own/path'"))
        .isEqualTo("http://collector:4318/own/path");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> exporter("Endpoint: 'collector:4317', Batcher: otlpgrpc"))
        .hasMessageContaining("write 'Batcher: otlphttp'");
    assertThatThrownBy(() -> exporter("Endpoint: zipkin, Batcher: zipkin"))
        .hasMessageContaining("for example 'Endpoint: http://zipkin:9411/api/v2/spans'");
    assertThatThrownBy(() -> exporter("Endpoint: /no/such/directory/spans, Batcher: file"))
        .hasMessageContaining("a file in a directory that can be written");
    assertThatThrownBy(() -> exporter("Endpoint: 'a:1', Batcher: jager"))
        .hasMessageContaining("for example 'Batcher: jaeger'");
  }

  @Test
  void showsNoHeaderOfOtlp() {
    Exporter exporter =
        exporter("Endpoint: 'collector:4318', Batcher: otlphttp, OtlpHeaders: {key: hidden}");

    assertThat(exporter.toString()).contains("key").doesNotContain("hidden");
  }

  private String otlp(String block) {
    return switch (exporter(block + ", Batcher: otlphttp")) {
      case Exporter.OtlpHttp(var url, var headers) when headers.isEmpty() -> url.toString();
      case Exporter other -> other.toString();
    };
  }

  private Exporter exporter(String block) {
    ConfigFile file = read("Telemetry: {" + block + "}\n");
    Exporter exporter = Telemetry.read(file.root().section("Telemetry"), "x").exporter();
    file.check();
    return exporter;
  }

  private ConfigFile read(String yaml) {
    try {
      Path file = Files.writeString(directory.resolve("config.yaml"), yaml);
      return ConfigFile.read(file, new Environment(Map.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
