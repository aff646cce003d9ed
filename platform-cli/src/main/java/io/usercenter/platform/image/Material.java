package io.usercenter.platform.image;

import java.nio.file.Path;
import java.util.List;

/**
 * An artifact that is there.
 *
 * @param root directory it is unpacked in
 * @param sources what it was made from, without what identifies the machine
 */
record Material(String name, Path root, List<Source> sources) {

  Material {
    sources = List.copyOf(sources);
  }
}
