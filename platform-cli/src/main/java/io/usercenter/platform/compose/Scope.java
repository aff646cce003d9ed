package io.usercenter.platform.compose;

import java.nio.file.Path;
import java.util.Map;

/** What a group of files is read with: the directory relative paths start at, and variables. */
record Scope(Path directory, Map<String, String> environment) {

  Path resolve(String path) {
    return directory.resolve(path).normalize();
  }
}
