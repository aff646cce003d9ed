package io.usercenter.platform.docker;

import io.usercenter.platform.execute.ServiceState.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where this machine reaches ports that containers do not publish: an engine on it has a bridge to
 * them, which only processes of this machine can use.
 */
public final class Bridge {

  private static final int CONNECTED_MILLIS = 500;

  private final Engine engine;
  private final String project;

  public Bridge(Engine engine, String project) {
    this.engine = engine;
    this.project = project;
  }

  /**
   * By service; those that do not answer from here, such as of an engine elsewhere, are left out.
   */
  public Map<String, List<Endpoint>> endpoints() throws InterruptedException {
    Map<String, List<Endpoint>> endpoints = new HashMap<>();
    if (engine.address().socket().isEmpty()) {
      return endpoints;
    }
    for (Container each : new Containers(engine).ofProject(project)) {
      if (each.running() && !each.temporary()) {
        List<Endpoint> reached =
            Parallel.map(each.inside(), Bridge::reached).stream().flatMap(List::stream).toList();
        endpoints.computeIfAbsent(each.service(), _ -> new ArrayList<>()).addAll(reached);
      }
    }
    return endpoints;
  }

  private static List<Endpoint> reached(Endpoint endpoint) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECTED_MILLIS);
      return List.of(endpoint);
    } catch (IOException _) {
      return List.of();
    }
  }
}
