package io.usercenter.user.trace;

import io.jaegertracing.internal.JaegerSpan;
import io.jaegertracing.internal.exceptions.SenderException;
import io.jaegertracing.spi.Sender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Gathers spans, writes them as JSON and delivers them. Used by the reporter's own thread only. A
 * batch that cannot be delivered is dropped and counted.
 */
final class JsonSender implements Sender {
  private static final int MOST_SPANS = 512;

  private final Function<List<JaegerSpan>, String> format;
  private final Delivery delivery;
  private final Losses losses = new Losses();
  private final List<JaegerSpan> gathered = new ArrayList<>();

  JsonSender(Function<List<JaegerSpan>, String> format, Delivery delivery) {
    this.format = format;
    this.delivery = delivery;
  }

  @Override
  public int append(JaegerSpan span) throws SenderException {
    gathered.add(span);
    return gathered.size() >= MOST_SPANS ? flush() : 0;
  }

  @Override
  public int flush() throws SenderException {
    if (gathered.isEmpty()) {
      return 0;
    }
    int count = gathered.size();
    try {
      delivery.deliver(format.apply(gathered).getBytes(StandardCharsets.UTF_8));
      return count;
    } catch (IOException e) {
      losses.warn(delivery, e);
      throw new SenderException("nobody took the spans", e, count);
    } finally {
      gathered.clear();
    }
  }

  @Override
  public int close() throws SenderException {
    return flush();
  }
}
