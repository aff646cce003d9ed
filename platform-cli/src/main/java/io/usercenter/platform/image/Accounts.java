package io.usercenter.platform.image;

import java.util.List;

/**
 * The accounts of an image besides root and nobody.
 *
 * @param lines {@code NAME:UID:GID:HOME}
 */
record Accounts(List<String> lines) {

  void addTo(Tree tree) {
    StringBuilder users =
        new StringBuilder(
            """
            root:x:0:0:root:/root:/bin/bash
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
            """);
    StringBuilder groups =
        new StringBuilder(
            """
            root:x:0:
            tty:x:5:
            nogroup:x:65534:
            """);
    for (String line : lines) {
      String[] parts = line.split(":", -1);
      users.append("%s:x:%s:%s::%s:/bin/bash\n".formatted(parts[0], parts[1], parts[2], parts[3]));
      groups.append("%s:x:%s:\n".formatted(parts[0], parts[2]));
    }
    tree.text("etc/passwd", users.toString());
    tree.text("etc/group", groups.toString());
  }
}
