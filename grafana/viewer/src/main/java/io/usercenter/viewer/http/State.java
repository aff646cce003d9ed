package io.usercenter.viewer.http;

import io.usercenter.viewer.access.Sessions;
import io.usercenter.viewer.provision.Library;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How the viewer itself is, for probes and for Prometheus. */
final class State {

  private final String version;
  private final Library library;
  private final Sessions sessions;
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
  private final LongAdder nanos = new LongAdder();

  State(String version, Library library, Sessions sessions) {
    this.version = version;
    this.library = library;
    this.sessions = sessions;
  }

  void answered(String area, int status, long nanosTaken) {
    String labels = "area=\"%s\",code=\"%d\"".formatted(area, status);
    answers.computeIfAbsent(labels, _ -> new LongAdder()).increment();
    nanos.add(nanosTaken);
  }

  Reply health() {
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("product", "platform viewer");
    health.put("database", "ok");
    health.put("version", version);
    return Reply.ok(health);
  }

  Reply metrics() {
    StringBuilder text = new StringBuilder();
    line(text, "platform_viewer_info{version=\"" + version + "\"}", 1);
    Library.Contents contents = library.contents();
    line(text, "platform_viewer_dashboards", contents.dashboards().size());
    line(text, "platform_viewer_broken_files", contents.problems().size());
    line(text, "platform_viewer_sessions", sessions.count());
    answers.forEach((labels, count) ->
        line(text, "platform_viewer_requests_total{" + labels + "}", count.sum()));
    text.append("platform_viewer_request_seconds_total ").append(nanos.sum() / 1e9).append('\n');
    Runtime runtime = Runtime.getRuntime();
    line(text, "jvm_memory_used_bytes", runtime.totalMemory() - runtime.freeMemory());
    double started = ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3;
    text.append("process_start_time_seconds ").append(started).append('\n');
    return Reply.text(200, "text/plain; version=0.0.4; charset=utf-8", text.toString());
  }

  private static void line(StringBuilder text, String name, long value) {
    text.append(name).append(' ').append(value).append('\n');
  }
}
