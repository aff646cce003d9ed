package io.usercenter.user.acceptance;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one of each that runs to every test; it is stopped after the last. */
final class WithServers implements ParameterResolver {
  private static final Map<Class<?>, Function<Store, AutoCloseable>> SERVERS =
      Map.of(
          UserCenter.class, store -> new UserCenter(Map.of()),
          SearchStack.class, store -> new SearchStack(),
          Rpc.class, store -> new Rpc(theOne(UserCenter.class, store).rpcPort()));

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return SERVERS.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Store store = context.getRoot().getStore(Namespace.create(WithServers.class));
    return theOne(parameter.getParameter().getType(), store);
  }

  private static <T> T theOne(Class<T> type, Store store) {
    Function<Store, AutoCloseable> start = Objects.requireNonNull(SERVERS.get(type));
    // Not computed within the store: an Rpc wants a user-center, which is made in the same store.
    T running = store.get(type, type);
    if (running == null) {
      running = type.cast(start.apply(store));
      store.put(type, running);
    }
    return running;
  }
}
