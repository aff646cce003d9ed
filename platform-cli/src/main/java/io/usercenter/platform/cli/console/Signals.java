package io.usercenter.platform.cli.console;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * What the operating system tells the process. A shutdown hook could not cancel anything, so this
 * is {@code sun.misc.Signal}; by reflection, because javac gives it a warning that nothing
 * silences.
 */
public final class Signals {

  private Signals() {}

  /**
   * Does nothing where the system has no such signal or the JVM was told to leave it alone.
   *
   * @param name without SIG, such as INT
   * @param action runs on a thread of its own
   */
  public static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object heard = proxy(handler, action);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), heard);
    } catch (InvocationTargetException refused) {
      if (!(refused.getCause() instanceof IllegalArgumentException)) {
        throw new IllegalStateException(refused);
      }
    } catch (ReflectiveOperationException otherJdk) {
      throw new IllegalStateException(otherJdk);
    }
  }

  private static Object proxy(Class<?> handler, Runnable action) {
    return Proxy.newProxyInstance(
        handler.getClassLoader(),
        new Class<?>[] {handler},
        (_, method, _) -> {
          if (!method.getName().equals("handle")) {
            throw new UnsupportedOperationException(method.getName());
          }
          action.run();
          return null;
        });
  }
}
