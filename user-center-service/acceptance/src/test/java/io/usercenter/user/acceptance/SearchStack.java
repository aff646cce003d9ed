package io.usercenter.user.acceptance;

import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.FoundUser;
import io.usercenter.user.contract.SearchUsersRequest;
import io.usercenter.user.contract.SearchUsersResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The user-center with Elasticsearch. */
final class SearchStack implements AutoCloseable {
  private final Path directory;
  private final ElasticsearchServer elasticsearch;
  private final UserCenter userCenter;
  private final Rpc rpc;

  SearchStack() {
    try {
      directory = Files.createTempDirectory("user-search");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    elasticsearch = new ElasticsearchServer(directory);
    userCenter =
        new UserCenter(Map.of("SEARCH_ENABLED", "true", "SEARCH_HOSTS", elasticsearch.address()));
    rpc = new Rpc(userCenter.rpcPort());
    try {
      Eventually.get("the first index", () -> outcome("user1"), "1"::equals);
    } catch (AssertionError e) {
      String log = userCenter.rpcLog();
      close();
      throw new IllegalStateException(log, e);
    }
  }

  UserCenter userCenter() {
    return userCenter;
  }

  Postgres postgres() {
    return userCenter.postgres();
  }

  ElasticsearchServer elasticsearch() {
    return elasticsearch;
  }

  /** The one-shot command, beside the running service. */
  Service reindex(List<String> variables) {
    Map<String, String> environment = userCenter.environment();
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return Service.start("rpc", directory, environment, "--reindex");
  }

  List<String> usernames(String query) {
    return search(query, 100, "").getUsersList().stream().map(FoundUser::getUsername).toList();
  }

  SearchUsersResponse search(String query, int limit, String cursor) {
    return rpc.call(
        UsersMethods.SEARCH_USERS,
        SearchUsersRequest.newBuilder().setQuery(query).setLimit(limit).setCursor(cursor).build());
  }

  /** The total, or why it is refused. */
  String outcome(String query) {
    try {
      return Long.toString(search(query, 1, "").getTotal());
    } catch (Rpc.Refusal refusal) {
      return refusal.getMessage() + " " + refusal.retryAfter;
    }
  }

  /** -1 when the search is refused. */
  long total(String query) {
    try {
      return search(query, 1, "").getTotal();
    } catch (Rpc.Refusal refusal) {
      return -1;
    }
  }

  Rpc.Refusal refusal(String query) {
    try {
      throw new AssertionError("found " + search(query, 1, ""));
    } catch (Rpc.Refusal refusal) {
      return refusal;
    }
  }

  /** Many rows that no outbox row tells of: only a rebuild finds them. */
  void fill(String prefix, int users) {
    postgres()
        .number(
            "WITH made AS (INSERT INTO users (username, email, password_hash, bio) SELECT '%1$s' || n, '%1$s' || n || '@x', '!', repeat('words ', 50) FROM generate_series(0, %2$d - 1) AS n RETURNING id) SELECT count(*) FROM made"
                .formatted(prefix, users));
  }

  long idOf(String username) {
    return postgres().number("SELECT id FROM users WHERE username = '" + username + "'");
  }

  /** Nickname by id of all that the table holds. */
  Map<Long, String> nicknames() {
    return postgres().texts("SELECT id, nickname FROM users");
  }

  List<Long> ids() {
    return List.copyOf(nicknames().keySet());
  }

  /** Changes that the index does not know of yet. */
  long waiting() {
    return postgres().number("SELECT count(*) FROM outbox WHERE topic = 'search'");
  }

  /** One line for each. */
  String indices() {
    return elasticsearch.get("/_cat/indices/users-*?h=index&s=index");
  }

  /** As a registration leaves it behind. */
  long insert(String username, String email, String nickname, String bio) {
    return changing(
        "INSERT INTO users (username, email, password_hash, nickname, bio) VALUES ('%s', '%s', '!', '%s', '%s')"
            .formatted(username, email, nickname, bio),
        "version");
  }

  void rename(long id, String nickname) {
    changing(
        "UPDATE users SET nickname = '%s', version = version + 1 WHERE id = %d"
            .formatted(nickname, id),
        "version");
  }

  void remove(long id) {
    changing("DELETE FROM users WHERE id = " + id, "version + 1");
  }

  /** All who came later than this one. */
  void removeAllAfter(long id) {
    ids().stream().filter(other -> other > id).forEach(this::remove);
  }

  private long changing(String statement, String version) {
    return postgres()
        .number(
            "WITH changed AS (%s RETURNING id, %s AS version), noted AS (INSERT INTO outbox (topic, user_id, version) SELECT 'search', id, version FROM changed) SELECT id FROM changed"
                .formatted(statement, version));
  }

  /** Nickname by id of all that the index holds, read past the service. */
  Map<Long, String> indexed() {
    elasticsearch.get("/users/_refresh");
    JsonObject answer =
        new JsonObject(elasticsearch.get("/users/_search?size=10000&_source=id,nickname"));
    Map<Long, String> nicknames = new TreeMap<>();
    for (Object hit : answer.getJsonObject("hits").getJsonArray("hits")) {
      JsonObject source = ((JsonObject) hit).getJsonObject("_source");
      nicknames.put(source.getLong("id"), source.getString("nickname"));
    }
    return nicknames;
  }

  String readiness() {
    return userCenter.rpcReadiness().body();
  }

  @Override
  public void close() {
    rpc.close();
    userCenter.close();
    elasticsearch.close();
    Directories.delete(directory);
  }
}
