package io.usercenter.platform.image;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ResponseItem;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Follows what an engine says while it loads or pushes an image. */
final class Transfer<T extends ResponseItem> extends ResultCallback.Adapter<T> {

  /** Nothing being said for so long means that nobody is there any more. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private static final Pattern DIGEST = Pattern.compile("digest: (sha256:[0-9a-f]{64})");

  private final String act;
  private final Progress progress;
  private final Map<String, long[]> layers = new ConcurrentHashMap<>();
  private final AtomicReference<String> complaint = new AtomicReference<>("");
  private final AtomicReference<String> digest = new AtomicReference<>("");
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile long heardNanos = System.nanoTime();

  /**
   * @param act what is being done, such as {@code push NAME}
   */
  Transfer(String act, Progress progress) {
    this.act = act;
    this.progress = progress;
  }

  @Override
  public void onNext(T item) {
    heard();
    ResponseItem.ErrorDetail detail = item.getErrorDetail();
    if (detail != null) {
      complaint.compareAndSet("", said(detail.getMessage()));
    }
    note(item);
    Matcher matcher = DIGEST.matcher(said(item.getStatus()));
    if (matcher.find()) {
      digest.set(matcher.group(1));
    }
  }

  @Override
  public void onError(Throwable failure) {
    super.onError(failure);
    end.countDown();
  }

  @Override
  public void onComplete() {
    super.onComplete();
    end.countDown();
  }

  private void note(T item) {
    ResponseItem.ProgressDetail detail = item.getProgressDetail();
    if (item.getId() != null && detail != null && detail.getTotal() != null) {
      long done = detail.getCurrent() == null ? 0 : detail.getCurrent();
      layers.put(item.getId(), new long[] {done, detail.getTotal()});
      progress.report(
          said(item.getStatus()).toLowerCase(Locale.ROOT),
          layers.values().stream().mapToLong(it -> it[0]).sum(),
          layers.values().stream().mapToLong(it -> it[1]).sum());
    }
  }

  private static String said(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Something was heard of the transfer elsewhere. */
  void heard() {
    heardNanos = System.nanoTime();
  }

  /**
   * Waits for its end.
   *
   * @return the digest that was said, empty when none was
   */
  String await() throws InterruptedException {
    // The callback's own wait ends the transfer when its time is up.
    while (!end.await(1, TimeUnit.SECONDS)) {
      if (System.nanoTime() - heardNanos > SILENCE.toNanos()) {
        throw failure("nothing was heard for " + SILENCE.toSeconds() + " seconds", null);
      }
    }
    try {
      awaitCompletion();
    } catch (DockerException failure) {
      throw failure(String.valueOf(failure.getMessage()).strip(), failure);
    } catch (RuntimeException failure) {
      throw failure(reason(failure), failure);
    }
    if (!complaint.get().isEmpty()) {
      throw failure(complaint.get(), null);
    }
    return digest.get();
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage());
  }

  private UserError failure(String why, @Nullable Throwable cause) {
    boolean full = why.contains("no space left on device");
    return new UserError(
        full ? ExitCode.ENVIRONMENT : ExitCode.UNREACHABLE,
        List.of(
            new Problem(
                "could not " + act,
                "the container engine",
                why,
                full
                    ? "free space on the engine's disk: docker system df"
                    : "see that the registry and the engine run, then run the command again")),
        cause);
  }
}
