package io.usercenter.user.search;

import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.mapping.TypeMapping;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.indices.IndexState;
import co.elastic.clients.elasticsearch.indices.get.Feature;
import co.elastic.clients.elasticsearch.indices.put_index_template.IndexTemplateMapping;
import co.elastic.clients.json.JsonData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alias that is searched and the numbered indices behind it. The template forbids that a write
 * creates an index: one that comes late, to an index just deleted, would make it again.
 */
final class UserIndex {
  private static final Logger LOG = LoggerFactory.getLogger(UserIndex.class);
  private static final int GONE = 404;
  private static final int CONFLICT = 409;
  private static final int BUSY = 429;

  private final Elasticsearch elasticsearch;
  private final SearchMetrics metrics;
  private final String alias;
  private final Pattern numbered;

  UserIndex(Elasticsearch elasticsearch, SearchMetrics metrics, String alias) {
    this.elasticsearch = elasticsearch;
    this.metrics = metrics;
    this.alias = alias;
    numbered = Pattern.compile(Pattern.quote(alias) + "-(\\d{6})");
  }

  /**
   * One of our indices.
   *
   * @param live whether the alias points to it
   * @param version of the mapping
   */
  record Known(String name, boolean live, int version) {}

  String alias() {
    return alias;
  }

  List<Known> known() {
    Map<String, IndexState> all =
        elasticsearch.patiently(
            "indices",
            client ->
                client
                    .indices()
                    .get(get ->
                        get.index(alias + "-*")
                            .allowNoIndices(true)
                            .features(Feature.Aliases, Feature.Mappings))
                    .result());
    List<Known> known = new ArrayList<>();
    all.forEach((name, state) -> {
      if (numbered.matcher(name).matches()) {
        known.add(new Known(name, state.aliases().containsKey(alias), version(state)));
      }
    });
    return known;
  }

  /** The name after the highest of these. */
  String next(List<String> names) {
    int highest =
        names.stream()
            .map(numbered::matcher)
            .filter(Matcher::matches)
            .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
            .max()
            .orElse(0);
    return "%s-%06d".formatted(alias, highest + 1);
  }

  /** The version of the mapping that this program brings. */
  static int wantedVersion() {
    return version(template().mappings());
  }

  void create(String name) {
    elasticsearch.patiently(
        "template",
        client ->
            client
                .indices()
                .putIndexTemplate(put ->
                    put.name(alias)
                        .indexPatterns(alias + "-*")
                        .allowAutoCreate(false)
                        .priority(100L)
                        .version((long) wantedVersion())
                        .template(template())));
    elasticsearch.patiently("create", client -> client.indices().create(it -> it.index(name)));
  }

  void delete(String name) {
    elasticsearch.patiently(
        "delete", client -> client.indices().delete(it -> it.index(name).ignoreUnavailable(true)));
  }

  /** Makes what was written visible to searches. */
  void refresh(String name) {
    elasticsearch.patiently("refresh", client -> client.indices().refresh(it -> it.index(name)));
  }

  /** From now on searches see this index and no other, without a moment in between. */
  void goLive(String name, Optional<String> instead) {
    elasticsearch.patiently(
        "swap",
        client ->
            client
                .indices()
                .updateAliases(update -> {
                  update.actions(act -> act.add(add -> add.index(name).alias(alias)));
                  instead.ifPresent(old ->
                      update.actions(act -> act.remove(gone -> gone.index(old).alias(alias))));
                  return update;
                }));
  }

  /**
   * Writes each change to each index.
   *
   * @throws SearchFailure when some were not taken; doing it again does no harm
   */
  void write(List<String> indices, List<Change> changes) {
    List<BulkOperation> operations =
        indices.stream()
            .flatMap(index -> changes.stream().map(change -> operation(index, change)))
            .toList();
    if (operations.isEmpty()) {
      return;
    }
    BulkResponse answer =
        elasticsearch.patiently("bulk", client -> client.bulk(bulk -> bulk.operations(operations)));
    answer.items().forEach(this::check);
  }

  private static BulkOperation operation(String index, Change change) {
    return switch (change) {
      case Change.Put(var user) ->
          BulkOperation.of(bulk ->
              bulk.<UserDocument>index(put ->
                  put.index(index)
                      .id(Long.toString(user.id()))
                      .version(user.version())
                      .versionType(VersionType.ExternalGte)
                      .document(new UserDocument(user))));
      case Change.Remove(long id, long version) ->
          BulkOperation.of(bulk ->
              bulk.delete(gone ->
                  gone.index(index)
                      .id(Long.toString(id))
                      .version(version)
                      .versionType(VersionType.ExternalGte)));
    };
  }

  private void check(BulkResponseItem item) {
    ErrorCause error = item.error();
    if (error == null) {
      metrics.wrote(String.valueOf(item.result()));
    } else if (item.status() == CONFLICT) {
      metrics.wrote("stale");
    } else if (item.status() == GONE || item.status() == BUSY || item.status() >= 500) {
      throw new SearchFailure(
          item.status() == GONE ? SearchFailure.Kind.MISSING : SearchFailure.Kind.UNAVAILABLE,
          item.index() + ": " + error.reason(),
          null);
    } else {
      // Trying again would not help, and would hold up everybody else's changes.
      metrics.wrote("rejected");
      LOG.error("user {} is not indexed: {}", item.id(), error.reason());
    }
  }

  private static IndexTemplateMapping template() {
    try (InputStream json =
        Objects.requireNonNull(UserIndex.class.getResourceAsStream("/search/template.json"))) {
      return IndexTemplateMapping.of(template -> template.withJson(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int version(IndexState state) {
    return version(state.mappings());
  }

  private static int version(@Nullable TypeMapping mapping) {
    JsonData version = mapping == null ? null : mapping.meta().get("version");
    return version == null ? 0 : version.to(Integer.class);
  }
}
