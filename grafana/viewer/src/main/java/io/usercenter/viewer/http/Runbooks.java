package io.usercenter.viewer.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What to do about each alert, as Markdown files; none where no directory of them is known. */
record Runbooks(Optional<Path> directory) {

  /**
   * @param name of an alert: letters, digits, {@code _} and {@code -}
   */
  Reply find(String name) {
    Optional<Path> file =
        directory.map(it -> it.resolve(name + ".md")).filter(Files::isRegularFile);
    if (file.isEmpty()) {
      return Reply.error(404, "there is no runbook for '" + name + "'");
    }
    try {
      return Reply.ok(Map.of("name", name, "text", Files.readString(file.get())));
    } catch (IOException failure) {
      return Reply.error(500, "the runbook cannot be read: " + failure.getMessage());
    }
  }
}
