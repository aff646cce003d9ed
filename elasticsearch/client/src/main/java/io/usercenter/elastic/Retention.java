package io.usercenter.elastic;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long indices named {@code PREFIX-YYYY-MM-DD} are kept. The newest is never deleted.
 *
 * @param prefix the name up to the date, such as {@code jaeger-span-}
 * @param days how many days are kept, today included
 * @param bytes how large all of them may be together
 */
public record Retention(String prefix, int days, long bytes) {

  /** An index as Elasticsearch lists it. */
  public record Index(String name, long bytes) {}

  private record Dated(LocalDate day, Index index) {}

  public Retention {
    if (prefix.isEmpty() || days < 1 || bytes < 1) {
      throw new IllegalArgumentException("'%s', %d days, %d bytes".formatted(prefix, days, bytes));
    }
  }

  /** Names of what is to be deleted, the oldest first. */
  public List<String> expired(List<Index> indices, LocalDate today) {
    List<Dated> kept = new ArrayList<>();
    indices.forEach(index -> day(index).ifPresent(day -> kept.add(new Dated(day, index))));
    kept.sort(Comparator.comparing(Dated::day));
    long total = kept.stream().mapToLong(it -> it.index().bytes()).sum();
    LocalDate first = today.minusDays(days - 1L);
    List<String> expired = new ArrayList<>();
    while (kept.size() > 1 && (kept.getFirst().day().isBefore(first) || total > bytes)) {
      Index oldest = kept.removeFirst().index();
      total -= oldest.bytes();
      expired.add(oldest.name());
    }
    return expired;
  }

  /**
   * Deletes what is to be deleted and says what it was.
   *
   * @throws IOException when not all could be deleted
   */
  public List<String> apply(Elastic elastic, LocalDate today) throws IOException {
    List<String> expired = expired(indices(elastic), today);
    for (String index : expired) {
      Answer answer = elastic.send("DELETE", "/" + index + "?ignore_unavailable=true", new byte[0]);
      answer.expectOk("DELETE " + index);
    }
    return expired;
  }

  /** All indices there are of this prefix. */
  public List<Index> indices(Elastic elastic) throws IOException {
    String path = "/_cat/indices/" + prefix + "*?format=json&bytes=b&h=index,store.size";
    Answer answer = elastic.get(path).expectOk("GET " + path);
    List<Index> indices = new ArrayList<>();
    for (Object row : JSON.std.listFrom(answer.body())) {
      if (row instanceof Map<?, ?> columns && columns.get("index") instanceof String name) {
        Object size = columns.get("store.size");
        indices.add(new Index(name, size == null ? 0 : Long.parseLong(size.toString())));
      }
    }
    return indices;
  }

  /** Nothing for an index that is named in another way: it is not ours to delete. */
  private Optional<LocalDate> day(Index index) {
    if (!index.name().startsWith(prefix)) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(index.name().substring(prefix.length())));
    } catch (DateTimeException other) {
      return Optional.empty();
    }
  }
}
