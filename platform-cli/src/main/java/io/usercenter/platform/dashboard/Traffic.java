package io.usercenter.platform.dashboard;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The requests of a page, as the browser tells of them. Thread-safe. */
final class Traffic {

  private final Set<String> underWay = new HashSet<>();
  private long changed = System.nanoTime();

  /** Takes an event of the protocol's domain Network; others mean nothing here. */
  synchronized void hear(String event, Value parameters) {
    String id = parameters.at("requestId").text();
    switch (event) {
      case "Network.requestWillBeSent" -> begun(id, parameters);
      case "Network.loadingFinished", "Network.loadingFailed" -> {
        if (underWay.remove(id)) {
          changed = System.nanoTime();
        }
      }
      default -> {
        // Neither begins nor ends a request.
      }
    }
  }

  private void begun(String id, Value parameters) {
    // Streams never end, and what is in the page itself needs no network.
    boolean awaited =
        !parameters.at("type").text().equals("EventSource")
            && parameters.at("request", "url").text().startsWith("http");
    if (awaited) {
      underWay.add(id);
      changed = System.nanoTime();
    }
  }

  synchronized int underWay() {
    return underWay.size();
  }

  synchronized boolean quietFor(Duration time) {
    return underWay.isEmpty() && System.nanoTime() - changed >= time.toNanos();
  }

  /** From now on silence is counted: what was asked for a moment ago may not have begun. */
  synchronized void stir() {
    changed = System.nanoTime();
  }

  /** What was under way belonged to a page that is gone. */
  synchronized void forget() {
    underWay.clear();
    changed = System.nanoTime();
  }
}
