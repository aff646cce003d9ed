package io.usercenter.platform.compose;

import java.nio.file.Path;

/** How files are called in messages: relative to where the user works, when they are below it. */
record Names(Path base) {

  String shown(Path file) {
    Path path = file.toAbsolutePath().normalize();
    return path.startsWith(base) && !path.equals(base)
        ? base.relativize(path).toString()
        : path.toString();
  }
}
