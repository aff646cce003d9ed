package io.usercenter.viewer.http;

import io.usercenter.viewer.provision.Dashboard;
import io.usercenter.viewer.provision.Json;
import io.usercenter.viewer.provision.Library;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dashboards and folders, as Grafana's HTTP API says them. */
final class DashboardApi {

  private final Library library;
  private final Optional<Path> home;

  /**
   * @param home file of the dashboard that is shown first
   */
  DashboardApi(Library library, Optional<Path> home) {
    this.library = library;
    this.home = home;
  }

  Reply search(Request request) {
    Map<String, String> query = request.query();
    String words = query.getOrDefault("query", "").toLowerCase(Locale.ROOT);
    String tag = query.getOrDefault("tag", "");
    String type = query.getOrDefault("type", "");
    if (type.equals("dash-folder")) {
      return Reply.ok(folders());
    }
    return Reply.ok(
        library.contents().sorted().stream()
            .filter(it -> (it.title() + " " + it.folder()).toLowerCase(Locale.ROOT).contains(words))
            .filter(it -> tag.isEmpty() || it.tags().contains(tag))
            .map(DashboardApi::hit)
            .toList());
  }

  List<Map<String, Object>> folders() {
    return library.contents().sorted().stream()
        .filter(it -> !it.folder().isEmpty())
        .map(it ->
            Map.<String, Object>of(
                "uid", it.folderUid(), "title", it.folder(), "type", "dash-folder"))
        .distinct()
        .toList();
  }

  Reply byUid(String uid) {
    Library.Contents contents = library.contents();
    return contents
        .find(uid)
        .map(DashboardApi::full)
        .orElseGet(
            () -> Reply.error(404, "Dashboard not found: no file has the uid '" + uid + "'"));
  }

  Reply home() {
    Optional<Dashboard> dashboard =
        home.flatMap(file ->
            library.contents().sorted().stream()
                .filter(it -> it.file().normalize().equals(file.normalize()))
                .findFirst());
    return dashboard
        .map(it -> Reply.ok(Map.of("redirectUri", address(it))))
        .orElseGet(() -> Reply.ok(Map.of("redirectUri", "/dashboards")));
  }

  Reply problems() {
    return Reply.ok(
        library.contents().problems().stream()
            .map(problem ->
                Map.of(
                    "file", problem.file().toString(),
                    "line", problem.line(),
                    "message", problem.message()))
            .toList());
  }

  private static String address(Dashboard dashboard) {
    return "/d/" + dashboard.uid() + "/" + dashboard.slug();
  }

  private static Map<String, Object> hit(Dashboard dashboard) {
    Map<String, Object> hit = new LinkedHashMap<>();
    hit.put("uid", dashboard.uid());
    hit.put("title", dashboard.title());
    hit.put("uri", "db/" + dashboard.slug());
    hit.put("url", address(dashboard));
    hit.put("type", "dash-db");
    hit.put("tags", dashboard.tags());
    if (!dashboard.folder().isEmpty()) {
      hit.put("folderUid", dashboard.folderUid());
      hit.put("folderTitle", dashboard.folder());
    }
    return hit;
  }

  private static Reply full(Dashboard dashboard) {
    try {
      Map<String, Object> meta = new LinkedHashMap<>();
      meta.put("type", "db");
      meta.put("provisioned", true);
      meta.put("provisionedExternalId", dashboard.file().getFileName().toString());
      meta.put("canEdit", false);
      meta.put("canSave", false);
      meta.put("slug", dashboard.slug());
      meta.put("url", address(dashboard));
      meta.put("folderUid", dashboard.folderUid());
      meta.put("folderTitle", dashboard.folder().isEmpty() ? "General" : dashboard.folder());
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("meta", meta);
      answer.put("dashboard", Json.parse(dashboard.json()));
      return Reply.ok(answer);
    } catch (IOException impossible) {
      throw new UncheckedIOException("it was read as JSON before", impossible);
    }
  }
}
