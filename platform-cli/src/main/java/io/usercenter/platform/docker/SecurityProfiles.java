package io.usercenter.platform.docker;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Security options whose value is a file of this machine: the engine wants its content. */
final class SecurityProfiles {

  private SecurityProfiles() {}

  static String read(String option) {
    int at = option.indexOf('=') < 0 ? option.indexOf(':') : option.indexOf('=');
    String key = at < 0 ? option : option.substring(0, at);
    String value = at < 0 ? "" : option.substring(at + 1);
    if (!key.equals("seccomp") || value.equals("unconfined") || value.equals("builtin")) {
      return option;
    }
    try {
      return "seccomp=" + Files.readString(Path.of(value));
    } catch (IOException failure) {
      throw new UserError(
          ExitCode.CONFIGURATION,
          "the seccomp profile '" + value + "' cannot be read",
          "security_opt",
          failure.toString(),
          "correct the path");
    }
  }
}
