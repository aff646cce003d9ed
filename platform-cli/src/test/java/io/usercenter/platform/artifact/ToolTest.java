package io.usercenter.platform.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ToolTest {

  @Test
  void namesAProgramThatIsNotInstalledAndHowToInstallIt() {
    Tool tool = new Tool("no-such-program", "sudo apt-get install no-such-package");

    assertThatThrownBy(() -> tool.run(Duration.ofSeconds(5), List.of()))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> {
              assertThat(error.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
              assertThat(error.render())
                  .contains("'no-such-program'", "sudo apt-get install no-such-package");
            });
  }

  @Test
  void endsAProgramThatTakesTooLong() throws Exception {
    Tool.Result result = new Tool("sleep", "").run(Duration.ofMillis(100), List.of("60"));

    assertThat(result.timedOut()).isTrue();
    assertThat(result.succeeded()).isFalse();
  }

  @Test
  void findsTheComplaintInWhatAProgramSays() {
    Tool.Result result =
        new Tool.Result(100, "Reading...\nE: Unable to locate package x\nbye\n", false);

    assertThat(result.complaint()).isEqualTo("E: Unable to locate package x");
  }

  @Test
  void showsNeitherColoursNorCredentials() {
    Tool.Result result =
        new Tool.Result(
            1, "[\u001b[1;31mERROR\u001b[m] no http://user:secret@mirror.example/x\n", false);

    assertThat(result.complaint()).isEqualTo("[ERROR] no http://mirror.example/x");
  }
}
