package io.usercenter.user.search;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.Operator;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch._types.query_dsl.TextQueryType;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.JsonData;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks the index. A document's score depends on nothing but the document and the query, since the
 * index has the boolean similarity and boosts are whole numbers. So score and id are a place that
 * stays where it is while others are written, and paging needs no snapshot on the server.
 */
final class UserSearch {
  private static final float EXACT_USERNAME = 100;
  private static final List<String> FIELDS = List.of("names^8", "nickname^4", "mailbox^2", "bio");
  private static final List<String> SHOWN =
      List.of("id", "username", "nickname", "bio", "created_at");

  private final Elasticsearch elasticsearch;
  private final String alias;
  private final String serverTimeout;

  UserSearch(Elasticsearch elasticsearch, String alias, Duration timeout) {
    this.elasticsearch = elasticsearch;
    this.alias = alias;
    serverTimeout = timeout.toMillis() + "ms";
  }

  FoundUsers find(String query, int limit, Optional<Cursor> after) {
    SearchRequest request = request(query, limit + 1, after);
    SearchResponse<JsonData> answer =
        elasticsearch.quickly("search", client -> client.search(request, JsonData.class));
    if (answer.timedOut()) {
      throw new SearchFailure(SearchFailure.Kind.TIMEOUT, "the search was cut short", null);
    }
    List<Hit<JsonData>> hits = answer.hits().hits();
    List<Hit<JsonData>> page = hits.subList(0, Math.min(limit, hits.size()));
    String next = hits.size() > limit ? place(page.getLast()).encode(query) : "";
    long total = Objects.requireNonNull(answer.hits().total()).value();
    return new FoundUsers(page.stream().map(UserSearch::user).toList(), next, total);
  }

  /**
   * Nothing in the text has a meaning of its own: it is cut into words, all of which must occur.
   */
  private SearchRequest request(String text, int size, Optional<Cursor> after) {
    Query words =
        Query.of(query ->
            query.multiMatch(match ->
                match
                    .query(text)
                    .fields(FIELDS)
                    .type(TextQueryType.CrossFields)
                    .operator(Operator.And)));
    Query exact =
        Query.of(query ->
            query.term(term -> term.field("username").value(text.strip()).boost(EXACT_USERNAME)));
    return SearchRequest.of(search -> {
      search
          .index(alias)
          .query(query -> query.bool(both -> both.must(words).should(exact)))
          .sort(by -> by.score(score -> score.order(SortOrder.Desc)))
          .sort(by -> by.field(id -> id.field("id").order(SortOrder.Asc)))
          .source(source -> source.filter(filter -> filter.includes(SHOWN)))
          .trackTotalHits(track -> track.enabled(true))
          .allowPartialSearchResults(false)
          .timeout(serverTimeout)
          .size(size);
      after.ifPresent(
          place -> search.searchAfter(FieldValue.of(place.score()), FieldValue.of(place.id())));
      return search;
    });
  }

  private static Cursor place(Hit<JsonData> hit) {
    return new Cursor(hit.sort().get(0).doubleValue(), hit.sort().get(1).longValue());
  }

  private static FoundUser user(Hit<JsonData> hit) {
    return UserDocument.found(Objects.requireNonNull(hit.source()).toJson().asJsonObject());
  }
}
