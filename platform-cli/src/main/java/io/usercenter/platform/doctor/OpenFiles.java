package io.usercenter.platform.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers may open as many files and connections as they need (proc(5): pid/limits). */
record OpenFiles(Path limits, long needed) implements Examination {

  private static final Pattern HARD =
      Pattern.compile("^Max open files\\s+\\S+\\s+(\\d{1,18}|unlimited)", Pattern.MULTILINE);

  @Override
  public List<Finding> findings() {
    Matcher line = HARD.matcher(read());
    if (!line.find()) {
      return List.of();
    }
    String hard = line.group(1);
    String why = "Elasticsearch and Prometheus keep many files open and fail without";
    boolean enough = hard.equals("unlimited") || Long.parseLong(hard) >= needed;
    return List.of(
        enough
            ? Finding.ok("open files", hard + " a process", why)
            : Finding.warn(
                "open files",
                hard + " a process, " + needed + " needed",
                why,
                "raise it: ulimit -Hn " + needed + ", or nofile in /etc/security/limits.conf"));
  }

  private String read() {
    try {
      return Files.readString(limits);
    } catch (IOException _) {
      return "";
    }
  }
}
