package io.usercenter.platform.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The clock is plausible, has not gone back since the last run, and is kept in step. */
record TimeOfDay(Path lastRun, Clock clock) implements Examination {

  private static final int FIRST_YEAR = 2026;
  private static final Duration TOLERANCE = Duration.ofSeconds(5);
  private static final String WHY =
      "metrics, logs, tokens and certificates are judged by their time stamps";
  private static final String FIX = "timedatectl set-ntp true, or set the clock: date -s ...";

  @Override
  public List<Finding> findings() throws InterruptedException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (now.atZone(ZoneOffset.UTC).getYear() < FIRST_YEAR) {
      return List.of(Finding.fail("clock", "it shows " + now, WHY, FIX));
    }
    Duration back = Duration.between(now, lastAct(now));
    if (back.compareTo(TOLERANCE) > 0) {
      String what = "it shows " + now + ", " + back.toSeconds() + " s before the last run";
      return List.of(Finding.warn("clock", what, WHY, FIX));
    }
    boolean astray =
        Asked.program("timedatectl", "show", "-p", "NTPSynchronized", "--value").equals("no");
    return List.of(
        astray
            ? Finding.warn("clock", now + ", not kept in step by NTP", WHY, FIX)
            : Finding.ok("clock", now.toString(), WHY));
  }

  private Instant lastAct(Instant otherwise) {
    try {
      return Files.getLastModifiedTime(lastRun).toInstant();
    } catch (IOException _) {
      return otherwise;
    }
  }
}
