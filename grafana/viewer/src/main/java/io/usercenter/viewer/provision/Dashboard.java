package io.usercenter.viewer.provision;

import java.nio.file.Path;
import java.util.List;

/**
 * One dashboard as its file has it.
 *
 * @param folder title of its folder, empty for one that is in none
 * @param json the whole text of the file, known to be an object
 */
public record Dashboard(
    String uid, String title, String folder, List<String> tags, Path file, String json) {

  public Dashboard {
    tags = List.copyOf(tags);
  }

  /** The last part of its address; Grafana's has one and takes any. */
  public String slug() {
    String slug = title.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return slug.replaceAll("^-|-$", "");
  }

  /** A stable id of its folder, from the title. */
  public String folderUid() {
    return folder.isEmpty() ? "" : "f" + Integer.toHexString(folder.hashCode());
  }
}
