package io.usercenter.platform.cli;

import io.usercenter.platform.stack.Dependency;
import io.usercenter.platform.stack.Dependency.Condition;
import io.usercenter.platform.stack.Lifecycle;
import io.usercenter.platform.stack.Lifecycle.Restart;
import io.usercenter.platform.stack.Port;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Service.Wiring;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.stack.Traits;
import io.usercenter.platform.stack.Traits.Login;
import io.usercenter.platform.stack.Traits.Page;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A small stack: a database, what needs it, and a page with a login. */
public final class StackFixtures {

  private StackFixtures() {}

  public static Stack shop() {
    Map<String, Service> services = new LinkedHashMap<>();
    for (Service service :
        List.of(
            service("db", Traits.NONE),
            service("api", page("Shop", Login.NONE), "db"),
            service("board", page("Board", new Login("admin", "board_password")), "db"),
            service("traces", Traits.NONE))) {
      services.put(service.name(), service);
    }
    return new Stack("shop", services, Map.of());
  }

  private static Traits page(String name, Login login) {
    return new Traits(name, Optional.of(new Page(name, 8080, "/", login)), Optional.empty());
  }

  private static Service service(String name, Traits traits, String... needs) {
    List<Dependency> dependencies =
        Stream.of(needs).map(on -> new Dependency(on, Condition.HEALTHY, false, true)).toList();
    Port port = new Port(8080, OptionalInt.of(8080), "127.0.0.1", "tcp");
    return new Service(
        name,
        name + ":1",
        Map.of(),
        new Wiring(List.of(port), List.of(), dependencies),
        new Lifecycle(Restart.UNLESS_STOPPED, 0, "SIGTERM", Duration.ofSeconds(10)),
        traits);
  }
}
