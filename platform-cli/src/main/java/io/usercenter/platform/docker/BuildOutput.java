package io.usercenter.platform.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import io.usercenter.platform.execute.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows what the engine says while it builds an image: its steps, and what they write. */
final class BuildOutput extends ResultCallback.Adapter<BuildResponseItem> {

  private static final int SHOWN_LINES = 20;
  private static final Pattern STEP = Pattern.compile("Step (\\d+)/(\\d+) : .*");
  private static final Pattern NOISE =
      Pattern.compile("| ---> .*|Removing intermediate container .*");
  private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;]*m");

  private final Progress progress;
  private final Deque<String> lines = new ArrayDeque<>();
  private final StringBuilder open = new StringBuilder();
  private String step = "";
  private String complaint = "";
  private long number;
  private long total;

  BuildOutput(Progress progress) {
    this.progress = progress;
  }

  @Override
  public synchronized void onNext(BuildResponseItem item) {
    ResponseItem.ErrorDetail detail = item.getErrorDetail();
    if (detail != null && detail.getMessage() != null) {
      complaint = detail.getMessage().strip();
    }
    if (item.getStream() != null) {
      open.append(item.getStream());
      // What comes is cut anywhere.
      for (int end = open.indexOf("\n"); end >= 0; end = open.indexOf("\n")) {
        line(open.substring(0, end));
        open.delete(0, end + 1);
      }
    }
  }

  private void line(String raw) {
    String line = COLOUR.matcher(raw).replaceAll("").stripTrailing();
    Matcher matcher = STEP.matcher(line);
    if (matcher.matches()) {
      step = line;
      number = Long.parseLong(matcher.group(1));
      total = Long.parseLong(matcher.group(2));
      lines.clear();
      progress.report(line, number, total);
    } else if (!NOISE.matcher(line).matches()) {
      if (lines.size() == SHOWN_LINES) {
        lines.removeFirst();
      }
      lines.add(line);
      progress.report(line, number, total);
    }
  }

  /** How a build failed. */
  record Failure(String step, String complaint, List<String> lastLines) {}

  /**
   * Waits for the end.
   *
   * @return how it failed; empty complaint when it did not
   * @throws InterruptedException when cancelled; the engine then stops building
   */
  Failure await() throws InterruptedException {
    try {
      awaitCompletion();
    } catch (DockerException refused) {
      return failure(String.valueOf(refused.getMessage()).strip());
    } catch (RuntimeException lost) {
      Throwable cause = lost.getCause() == null ? lost : lost.getCause();
      return failure("the connection to the engine ended: " + cause.getMessage());
    }
    return failure("");
  }

  private synchronized Failure failure(String otherwise) {
    if (open.length() > 0) {
      line(open.toString());
      open.setLength(0);
    }
    return new Failure(step, complaint.isEmpty() ? otherwise : complaint, List.copyOf(lines));
  }
}
