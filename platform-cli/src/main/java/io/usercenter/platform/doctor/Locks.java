package io.usercenter.platform.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** No command is at work on the stack, and none has left its lock behind. */
record Locks(List<Path> files) implements Examination {

  private static final Pattern PID = Pattern.compile("\\b([0-9]{1,10})\\b");
  private static final String WHY = "only one command at a time may change a stack";

  @Override
  public List<Finding> findings() {
    List<Finding> held = new ArrayList<>();
    for (Path file : files) {
      Matcher pid = PID.matcher(read(file));
      if (pid.find()) {
        held.add(finding(file, Long.parseLong(pid.group(1))));
      }
    }
    return held.isEmpty() ? List.of(Finding.ok("locks", "none held", WHY)) : held;
  }

  private static Finding finding(Path file, long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
        ? Finding.warn(
            "locks", "process " + pid + " holds '" + file + "'", WHY, "wait for it to end")
        : Finding.warn(
            "locks",
            "'" + file + "' was left by process " + pid + ", which is gone",
            WHY,
            "rm " + file);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException _) {
      return "";
    }
  }
}
