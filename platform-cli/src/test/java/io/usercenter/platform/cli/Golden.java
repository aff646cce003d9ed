package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that hold what is expected; {@code -Dgolden.update} writes them again. */
public final class Golden {

  private Golden() {}

  public static void assertMatches(String name, String actual) throws IOException {
    Path file = Path.of("src/test/resources").resolve(name);
    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, actual);
    }
    assertThat(actual).as(name).isEqualTo(Files.readString(file));
  }
}
