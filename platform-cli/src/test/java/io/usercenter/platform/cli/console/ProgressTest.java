package io.usercenter.platform.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.cli.Golden;
import io.usercenter.platform.cli.console.Console.Settings;
import io.usercenter.platform.cli.console.Terminal.Size;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Event;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Plan.Node;
import io.usercenter.platform.plan.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

  private static final Step FETCH = new Step.Prepare("postgres", "not running");
  private static final Step START = new Step.Start("postgres", "not running");
  private static final Step AWAIT = new Step.Await("postgres", "not running");
  private static final Step RPC = new Step.Start("rpc", "not running");
  private static final Step RPC_AWAIT = new Step.Await("rpc", "not running");
  private static final Step API = new Step.Start("api", "not running");
  private static final Plan PLAN =
      new Plan(
          List.of(
              new Node(FETCH, List.of()),
              new Node(START, List.of(0)),
              new Node(AWAIT, List.of(1)),
              new Node(RPC, List.of(2)),
              new Node(RPC_AWAIT, List.of(3)),
              new Node(API, List.of(4))),
          List.of());

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private long nanos;

  /** The first part of a run: one service downloads, the others wait. */
  private static List<Event> beginning() {
    return List.of(
        new Event.Planned(PLAN),
        new Event.Begun(FETCH),
        new Event.Progressed(FETCH, "downloading postgres.jar", 5_000_000, 20_000_000),
        new Event.Progressed(FETCH, "downloading postgres.jar", 9_000_000, 20_000_000));
  }

  /** The rest: one gets ready, one fails, one is never tried. */
  private static List<Event> end() {
    UserError error =
        new UserError(
            ExitCode.TIMEOUT, "rpc did not get ready", "rpc", "refused", "platform logs rpc");
    return List.of(
        new Event.Done(FETCH, Duration.ofMillis(1500)),
        new Event.Begun(START),
        new Event.Done(START, Duration.ofMillis(20)),
        new Event.Begun(AWAIT),
        new Event.Progressed(AWAIT, "connection refused", 0, 0),
        new Event.Progressed(AWAIT, "the database system is starting up", 0, 0),
        new Event.Done(AWAIT, Duration.ofMillis(2100)),
        new Event.Begun(RPC),
        new Event.Done(RPC, Duration.ofMillis(5)),
        new Event.Begun(RPC_AWAIT),
        new Event.Progressed(RPC_AWAIT, "connection refused", 0, 0),
        new Event.Failed(RPC_AWAIT, Duration.ofSeconds(60), error),
        new Event.Skipped(API, "rpc failed"));
  }

  @Test
  void plainProgressIsALineForEveryTransition() throws IOException {
    PlainProgress progress = new PlainProgress(console(false));

    beginning().forEach(progress);
    end().forEach(progress);

    Golden.assertMatches("progress/plain.txt", err.toString());
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void jsonProgressIsALineForEveryEvent() throws IOException {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T07:00:00Z"));
    JsonProgress progress = new JsonProgress(console(false), clock);

    beginning().forEach(progress);
    end().forEach(progress);
    progress.finished("failed", Duration.ofSeconds(64), List.of());

    Golden.assertMatches("progress/events.ndjson", out.toString());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void waitingForOthersIsNotAServicesOwnTime() {
    Board board = new Board(() -> nanos);
    at(0, board, List.of(new Event.Planned(PLAN), new Event.Begun(FETCH)));
    at(1, board, List.of(new Event.Done(FETCH, Duration.ofSeconds(1))));

    at(9, board, List.of(new Event.Begun(START)));
    at(11, board, List.of(new Event.Progressed(START, "starting: connection refused", 0, 0)));

    Board.Row row = board.rows().getFirst();
    assertThat(row.took()).isEqualTo(Duration.ofSeconds(3));
    assertThat(row.text()).isEqualTo("connection refused");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void aPictureFitsTheTerminal(int columns) throws IOException {
    Board board = new Board(() -> nanos);
    Frame frame = new Frame(new Styles(false), true);
    Size size = new Size(24, columns);

    List<Frame.Line> pictures = new ArrayList<>();
    at(2, board, beginning());
    nanos = Duration.ofSeconds(3).toNanos();
    pictures.addAll(frame.lines("up shop", board, size, 0));
    at(65, board, end());
    pictures.addAll(frame.lines("up shop", board, size, 1));

    String text =
        pictures.stream().map(Frame.Line::text).collect(Collectors.joining("\n", "", "\n"));
    Golden.assertMatches("progress/live-" + columns + ".txt", text);
    assertThat(pictures).allMatch(line -> line.text().length() < columns);
  }

  @Test
  void whatDoesNotFitALowTerminalIsCounted() {
    Board board = new Board(() -> nanos);
    beginning().forEach(board::accept);

    List<Frame.Line> lines =
        new Frame(new Styles(false), true).lines("up", board, new Size(4, 80), 0);

    assertThat(lines).hasSize(3);
    assertThat(lines.get(1).text()).contains("postgres");
    assertThat(lines.get(2).text()).isEqualTo("   2 more services");
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 200})
  void liveProgressLeavesItsLastPictureAndTheCursor(int columns) {
    Board board = new Board(System::nanoTime);
    Console console = console(true);
    LiveProgress progress =
        new LiveProgress(console, "up shop", board, () -> new Size(24, columns));

    beginning().forEach(board::accept);
    awaitDrawing("9");
    console.note("a word in between");
    end().forEach(board::accept);
    progress.close();

    Screen screen = new Screen(columns);
    screen.write(err.toString());
    assertThat(screen.cursorShown()).isTrue();
    assertThat(screen.lines()).hasSize(6).last().isEqualTo("");
    assertThat(screen.lines()).first().isEqualTo("a word in between");
    assertThat(screen.lines().get(1)).startsWith("up shop  1 of 3");
    assertThat(screen.lines().get(2)).startsWith(" ✔ postgres ready");
    assertThat(screen.lines().get(3)).contains("✘ rpc      failed").contains("did not get ready");
    assertThat(screen.lines().get(4)).contains("- api      not done").contains("rpc failed");
  }

  private void awaitDrawing(String part) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!err.toString().contains(part)) {
      assertThat(System.nanoTime()).as("drawn in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void at(long second, Board board, List<Event> events) {
    nanos = Duration.ofSeconds(second).toNanos();
    events.forEach(board::accept);
  }

  private Console console(boolean terminal) {
    return new Console(
        new PrintWriter(out),
        new PrintWriter(err),
        InputStream.nullInputStream(),
        new Terminal(false, terminal, terminal, false, true),
        Settings.of(new String[0], Map.of()));
  }
}
