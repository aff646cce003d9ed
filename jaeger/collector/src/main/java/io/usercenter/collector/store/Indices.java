package io.usercenter.collector.store;

import io.usercenter.collector.measure.Measures;
import io.usercenter.collector.measure.Measures.Loss;
import io.usercenter.elastic.Retention;
import io.usercenter.elastic.SpoolWriter;
import io.usercenter.elastic.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The indices of traces: how they are made, how long they are kept, and what came of writing. */
public final class Indices implements SpoolWriter.Listener {

  private final Measures measures;

  public Indices(Measures measures) {
    this.measures = measures;
  }

  /** Jaeger's own templates, and that of the dead letters. */
  public static List<Template> templates() {
    try {
      return List.of(
          Template.deadLetters(),
          Template.read("jaeger-span", Indices.class, "jaeger-span.json"),
          Template.read("jaeger-service", Indices.class, "jaeger-service.json"),
          Template.read("jaeger-dependencies", Indices.class, "jaeger-dependencies.json"));
    } catch (IOException broken) {
      throw new UncheckedIOException("a resource of this program", broken);
    }
  }

  /** How long spans, services and dependencies are kept, and how large spans may become. */
  public static List<Retention> retentions(int days, long bytes) {
    return List.of(
        new Retention(Batch.SPANS, days, bytes),
        new Retention(Batch.SERVICES, days, Long.MAX_VALUE),
        new Retention("jaeger-dependencies-", days, Long.MAX_VALUE),
        new Retention("dead-letter-", days, 1L << 30));
  }

  @Override
  public void stored(int spans) {
    measures.stored(spans);
  }

  @Override
  public boolean refused(String index, boolean kept) {
    boolean span = index.startsWith(Batch.SPANS);
    if (span) {
      measures.failed(1);
      measures.dropped(Loss.REFUSED, 1);
    }
    if (kept) {
      measures.buried();
    }
    return span;
  }

  @Override
  public void retrying() {
    measures.retrying();
  }
}
