package io.usercenter.platform.elasticsearch.start;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.elasticsearch.bootstrap.ServerArgs;
import org.elasticsearch.common.bytes.BytesReference;
import org.elasticsearch.common.io.stream.BytesStreamOutput;
import org.elasticsearch.common.settings.KeyStoreWrapper;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Starts one Elasticsearch node in this JVM, as {@code org.elasticsearch.bootstrap.Elasticsearch}
 * does, less the launcher process, the modules the platform does not use and the entitlement agent.
 *
 * <p>The agent rewrites classes of java.base, and a JVM that patches java.base can use neither CDS
 * nor an AOT cache. It fences plugins off from the host; here the only plugin is our own, and the
 * server listens on loopback as an unprivileged account.
 */
public final class StartElasticsearch {

  private StartElasticsearch() {}

  /**
   * @param args the unpacked distribution, the directory of the kit plugin, the directory that has
   *     {@code config/elasticsearch.properties} and is ours to write to; and, to stop after some
   *     typical requests, a directory for the data of these
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 3 && args.length != 4) {
      System.err.println("usage: StartElasticsearch DISTRIBUTION PLUGIN DIRECTORY [TRAINING]");
      System.exit(2);
    }
    Path directory = Path.of(args[2]).toAbsolutePath();
    Path own = args.length == 4 ? Path.of(args[3]).toAbsolutePath() : directory;
    Home home =
        Home.assemble(
            Path.of(args[0]).toAbsolutePath(),
            Path.of(args[1]).toAbsolutePath(),
            own.resolve("home"));
    System.setProperty("es.path.home", home.path().toString());
    System.setProperty("es.distribution.type", "zip");
    Path config = directory.resolve("config");
    if (args.length == 4) {
      train(home, config, own);
      System.exit(0);
    }
    Path logs = own.resolve("logs");
    start(new ServerInternals(true), arguments(config, logs, settings(home, config, logs).build()));
  }

  private static void train(Home home, Path config, Path scratch) throws IOException {
    Path logs = Files.createDirectories(scratch.resolve("logs"));
    Training training = new Training(logs.resolve("http.ports"));
    Settings.Builder settings = settings(home, config, logs);
    training.settings(scratch.resolve("data")).forEach(settings::put);
    start(new ServerInternals(false), arguments(config, logs, settings.build()));
    training.run();
  }

  /** Our own file and not elasticsearch.yml: the server's parser needs its logging set up first. */
  private static Settings.Builder settings(Home home, Path config, Path logs) throws IOException {
    Properties file = new Properties();
    try (Reader reader = Files.newBufferedReader(config.resolve("elasticsearch.properties"))) {
      file.load(reader);
    }
    Settings.Builder settings = Settings.builder();
    file.forEach((key, value) -> settings.put((String) key, (String) value));
    return settings.put("path.home", home.path().toString()).put("path.logs", logs.toString());
  }

  private static ServerArgs arguments(Path config, Path logs, Settings settings) {
    return new ServerArgs(false, false, null, KeyStoreWrapper.create(), settings, config, logs);
  }

  private static void start(ServerInternals server, ServerArgs args) throws IOException {
    System.setIn(new SequenceInputStream(serialised(args), new EndlessInput()));
    System.setErr(new UnmarkedStream(System.err));
    Object bootstrap = server.initPhase1();
    server.set(bootstrap, "setSecureSettings", args.secrets());
    Environment environment = server.environment(server.args(bootstrap));
    server.set(bootstrap, "setEnvironment", environment);
    server.initialize(environment);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "elasticsearch-shutdown"));
    server.set(bootstrap, "setPluginsLoader", plugins(environment));
    server.initPhase3(bootstrap);
  }

  /** The server reads its arguments from standard input, then watches it for the launcher's end. */
  private static InputStream serialised(ServerArgs args) throws IOException {
    try (BytesStreamOutput bytes = new BytesStreamOutput()) {
      args.writeTo(bytes);
      return new ByteArrayInputStream(BytesReference.toBytes(bytes.bytes()));
    }
  }

  private static PluginsLoader plugins(Environment environment) {
    return PluginsLoader.createPluginsLoader(
        PluginsLoader.loadModulesBundles(environment.modulesDir()),
        PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
        Map.of());
  }

  /** Drops the mark by which the server tells its launcher that it is ready. */
  private static final class UnmarkedStream extends PrintStream {

    private static final char CANCEL = '\u0018';

    UnmarkedStream(PrintStream target) {
      super(target, true);
    }

    @Override
    public void println(char c) {
      if (c != CANCEL) {
        super.println(c);
      }
    }
  }
}
