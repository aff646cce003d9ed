package io.usercenter.user.config;

import java.util.List;
import java.util.stream.Stream;

/** {@code Cache}, {@code Redis} and {@code Database}: where the data is. */
public record Stores(RedisNode redis, DataSource database) {

  public static Stores read(Section root) {
    DataSource database =
        root.section("Database")
            .parsed("PGDataSource", DataSource::parse)
            .orElseGet(() -> new DataSource("localhost", 5432, "", "", "", "disable"));
    return new Stores(redis(root), database);
  }

  /** For a program that does not use them but is given the file of one that does. */
  public static void checkOnly(Section root, String user) {
    List<String> keys = Stream.of("Cache", "Redis", "Database").filter(root::has).toList();
    if (!keys.isEmpty()) {
      root.remark(keys, "only checked, not used here: the data belongs to " + user);
    }
    if (root.has("Cache") || root.has("Redis")) {
      redis(root);
    }
    if (root.has("Database")) {
      root.section("Database").parsed("PGDataSource", DataSource::parse);
    }
  }

  /** Both blocks name the same node in the ancestor's files; one is enough, {@code Cache} first. */
  private static RedisNode redis(Section root) {
    List<Section> cache = root.sections("Cache");
    cache.forEach(node -> node.integer("Weight", 100, 1, 100));
    List<RedisNode> nodes = cache.stream().map(RedisNode::read).toList();
    if (nodes.size() > 1) {
      root.unsupported(
          "Cache",
          "it names %d nodes, and keys are not spread over several".formatted(nodes.size()),
          "keep one entry");
    }
    Section redis = root.section("Redis");
    if (nodes.isEmpty() || redis.present()) {
      redis.text("Key", "");
      RedisNode node = RedisNode.read(redis);
      return nodes.isEmpty() ? node : nodes.getFirst();
    }
    return nodes.getFirst();
  }
}
