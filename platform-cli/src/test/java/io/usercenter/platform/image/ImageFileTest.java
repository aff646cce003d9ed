package io.usercenter.platform.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.platform.compose.YamlFile;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {

  private static final Path COMPOSE = Path.of("../compose");

  @TempDir Path directory;

  @Test
  void everyServiceOfTheStackHasAnImageOrAReason() {
    Map<String, @Nullable Object> services =
        mapping(YamlFile.read(COMPOSE.resolve("docker-compose.yml")).tree().get("services"));
    ImageFile file = shipped();

    assertThat(services.keySet())
        .allSatisfy(name ->
            assertThat(file.images().containsKey(name) || file.absent().containsKey(name))
                .as(name)
                .isTrue());
  }

  @Test
  void everyFileOfAnImageIsThere() {
    assertThat(shipped().images().values())
        .allSatisfy(image ->
            assertThat(image.contents().files().values())
                .allSatisfy(file -> assertThat(COMPOSE.resolve("images").resolve(file)).exists()));
  }

  @Test
  void noImageOfAServiceRunsAsRoot() {
    // Docker's log files are root's. Its service has no capability but to read them.
    assertThat(shipped().images().entrySet())
        .filteredOn(image -> image.getValue().reference().isEmpty())
        .filteredOn(image -> !image.getKey().equals("log-shipper"))
        .isNotEmpty()
        .allSatisfy(
            image -> assertThat(image.getValue().setup().user()).matches("[1-9][0-9]*:[0-9]+"));
  }

  @Test
  void reportsEverythingThatIsWrongTogether() throws IOException {
    Path file = directory.resolve("images.yml");
    Files.writeString(
        file,
        """
        images:
          one: {from: two, copy: [{artifact: nothing}]}
          two: {from: one, colour: red}
          three: {train: {command: [x], creates: /x, beside: {three: {}}}}
        """);
    Map<String, @Nullable Object> tree = YamlFile.read(file).tree();

    assertThatThrownBy(() -> ImageFile.of(tree, "images.yml", _ -> false))
        .isInstanceOfSatisfying(
            UserError.class,
            error ->
                assertThat(error.render())
                    .contains("there is no artifact [nothing]")
                    .contains("'one' cannot be made from 'one'")
                    .contains("'colour' is not a key here")
                    .contains("'three' cannot be run beside 'three'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "rpc"})
  void theDockerfilesOfTheServicesAreThoseWeWrite(String service) throws IOException {
    String module = "user-center-service/" + service;

    Optional<String> text =
        shipped()
            .dockerfile(
                service, module, "user-center-" + service + ":0.1.0", COMPOSE.resolve("images"));

    assertThat(text).contains(Files.readString(Path.of("..", module, "Dockerfile")));
  }

  private static ImageFile shipped() {
    Set<String> known =
        mapping(YamlFile.read(COMPOSE.resolve("native.yml")).tree().get("artifacts")).keySet();
    return ImageFile.of(
        YamlFile.read(COMPOSE.resolve("images.yml")).tree(), "images.yml", known::contains);
  }

  @SuppressWarnings("unchecked") // keys of YAML mappings are texts
  private static Map<String, @Nullable Object> mapping(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }
}
