package io.usercenter.user.program;

import io.usercenter.user.config.ConfigFile;
import io.usercenter.user.config.Environment;
import io.usercenter.user.config.Section;
import io.usercenter.user.log.LogSettings;
import io.usercenter.user.log.Logging;
import io.usercenter.user.problem.Problem;
import io.usercenter.user.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a service from {@code -f FILE} to its exit code: 0 after SIGTERM, 1 for what a person can
 * mend, 70 for a bug. With {@code --once} it ends when it is ready and has answered requests of its
 * own: that proves a configuration, and lets a JVM record what serving takes. With the option of a
 * command it does that and nothing else.
 */
public final class Program<C> {
  private static final Logger LOG = LoggerFactory.getLogger(Program.class);
  private static final String ONCE = "--once";
  private static final Logger CONFIG = LoggerFactory.getLogger(Logging.CONFIG);
  private static final long STOP_SECONDS = 40;
  private static final int USER_ERROR = 1;
  private static final int WRONG_USAGE = 2;
  private static final int BUG = 70;

  private final String defaultFile;
  private final Function<Section, C> read;
  private final Start<C> start;
  private final Map<String, Command<C>> commands;

  /** Brings the service up; the future succeeds once it serves. */
  public interface Start<C> {
    Future<Running> start(EventLoops loops, C config);
  }

  /** Does one thing instead of serving; the program ends when the future does. */
  public interface Command<C> {
    Future<?> run(EventLoops loops, C config);
  }

  public Program(String defaultFile, Function<Section, C> read, Start<C> start) {
    this(defaultFile, read, start, Map.of());
  }

  /**
   * @param commands by the option that asks for each, such as {@code --reindex}
   */
  public Program(
      String defaultFile,
      Function<Section, C> read,
      Start<C> start,
      Map<String, Command<C>> commands) {
    this.defaultFile = defaultFile;
    this.read = read;
    this.start = start;
    this.commands = Map.copyOf(commands);
  }

  /** Does not return when the start fails. */
  public void run(String... args) {
    try {
      String option = args.length > 0 ? args[args.length - 1] : "";
      boolean known = option.equals(ONCE) || commands.containsKey(option);
      run(file(known ? Arrays.copyOf(args, args.length - 1) : args), option);
    } catch (ProblemException e) {
      exit(USER_ERROR, e);
    } catch (IllegalArgumentException e) {
      exit(WRONG_USAGE, e);
    } catch (RuntimeException e) {
      LOG.error("this is a bug in the service", e);
      exit(BUG, e);
    }
  }

  private Path file(String... args) {
    if (args.length == 0) {
      return Path.of(defaultFile);
    }
    if (args.length == 2 && args[0].equals("-f")) {
      return Path.of(args[1]);
    }
    throw new IllegalArgumentException(
        "usage: java -jar PROGRAM.jar [-f "
            + defaultFile
            + "] ["
            + String.join("|", options())
            + "]");
  }

  private List<String> options() {
    return Stream.concat(Stream.of(ONCE), commands.keySet().stream().sorted()).toList();
  }

  private void run(Path path, String option) {
    ConfigFile file = ConfigFile.read(path, new Environment(System.getenv()));
    C config = read.apply(file.root());
    Logging.configure(
        LogSettings.read(file.root().section("Log"), file.root().text("Name", "user-center")));
    int loops = file.root().integer("EventLoops", 1, 1, 64);
    file.check();
    CONFIG.info("config {}", String.join(" ", file.effective()));
    file.remarks().forEach(CONFIG::info);
    Vertx vertx = vertx(loops);
    Command<C> command = commands.get(option);
    if (command != null) {
      await(command.run(new EventLoops(vertx, loops), config));
      Logging.flush();
      Runtime.getRuntime().halt(0);
    }
    Running running = await(start.start(new EventLoops(vertx, loops), config));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(vertx, running), "stop"));
    LOG.info("ready after {} ms", ManagementFactory.getRuntimeMXBean().getUptime());
    if (option.equals(ONCE)) {
      await(running.rehearse());
      System.exit(0);
    }
  }

  private static Vertx vertx(int loops) {
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(loops)
            .setWorkerPoolSize(2)
            .setPreferNativeTransport(true)
            // Docker says that its names hold for ten minutes, and gives a new container a new
            // address.
            .setAddressResolverOptions(
                new AddressResolverOptions()
                    .setCacheMaxTimeToLive(1)
                    .setRoundRobinInetAddress(true));
    options
        .setInternalBlockingPoolSize(2)
        .getFileSystemOptions()
        .setClassPathResolvingEnabled(false)
        .setFileCachingEnabled(false);
    return Vertx.vertx(options);
  }

  private static <T> T await(Future<T> starting) {
    try {
      return starting.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the start failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the start was interrupted", e);
    }
  }

  /** Halts with 0, since a JVM stopped by a signal would say 143. */
  private static void stop(Vertx vertx, Running running) {
    LOG.info("stopping");
    int code = 0;
    try {
      await(running.stop(), STOP_SECONDS);
      // Only now: what waits for a future of a loop that has ended waits for ever.
      await(vertx.close(), 1);
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("the stop was not clean", e);
      code = USER_ERROR;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.info("stopped");
    Logging.flush();
    Runtime.getRuntime().halt(code);
  }

  private static void await(Future<?> future, long seconds)
      throws ExecutionException, InterruptedException, TimeoutException {
    future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
  }

  private static void exit(int code, RuntimeException cause) {
    Logging.flush();
    System.err.println(cause.getMessage());
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }

  /** The address could not be bound. */
  public static ProblemException portTaken(String host, int port, Throwable cause) {
    return new ProblemException(
        new Problem(
            "the service cannot listen",
            host + ":" + port,
            String.valueOf(cause.getMessage()),
            "stop what uses the port, or choose another in the configuration"),
        cause);
  }
}
