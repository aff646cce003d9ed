package io.usercenter.platform.elasticsearch.start;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import org.elasticsearch.bootstrap.ServerArgs;
import org.elasticsearch.common.settings.SecureSettings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the server's own start, which are not public; the names are those of 8.19.21, the
 * one version this jar is built for.
 */
final class ServerInternals {

  private final boolean sandbox;
  private final Class<?> server = named("org.elasticsearch.bootstrap.Elasticsearch");
  private final Class<?> bootstrap = named("org.elasticsearch.bootstrap.Bootstrap");

  /**
   * @param sandbox whether to forbid this process to start others, as the server does by default
   */
  ServerInternals(boolean sandbox) {
    this.sandbox = sandbox;
  }

  /** Reads the arguments from standard input and sets up logging. */
  Object initPhase1() {
    return expected(call(server, null, "initPhase1"));
  }

  ServerArgs args(Object started) {
    return (ServerArgs) expected(call(bootstrap, started, "args"));
  }

  void set(Object started, String setter, @Nullable Object value) {
    call(bootstrap, started, setter, value);
  }

  Environment environment(ServerArgs args) {
    Path config = args.configDir();
    Settings settings = args.nodeSettings();
    SecureSettings secrets = args.secrets();
    return (Environment)
        expected(call(server, null, "createEnvironment", config, settings, secrets));
  }

  void initialize(Environment environment) {
    call(server, null, "initializeNatives", environment.tmpDir(), false, sandbox, true);
    call(server, null, "initializeProbes");
  }

  /** Creates and starts the node; returns when it takes requests. */
  void initPhase3(Object started) {
    call(server, null, "initPhase3", started);
  }

  void shutdown() {
    call(server, null, "shutdown");
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("not on the module path: " + name, e);
    }
  }

  private static Object expected(@Nullable Object value) {
    if (value == null) {
      throw new IllegalStateException("the server returned nothing");
    }
    return value;
  }

  private static @Nullable Object call(
      Class<?> type, @Nullable Object target, String name, @Nullable Object... args) {
    Method method =
        Arrays.stream(type.getDeclaredMethods())
            .filter(it -> it.getName().equals(name) && it.getParameterCount() == args.length)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no such step of the server: " + name));
    method.setAccessible(true);
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the server failed in " + name, e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the server's package is not open to us", e);
    }
  }
}
