package io.usercenter.user.trace;

import io.jaegertracing.internal.exceptions.SenderException;
import io.jaegertracing.thrift.internal.senders.ThriftSender;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import java.io.IOException;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TTransportException;

/**
 * Jaeger's thrift batches. The library's sender over HTTP would bring OkHttp and Kotlin. A batch
 * that cannot be delivered is dropped and counted.
 */
final class BatchSender extends ThriftSender {
  private static final int MAX_BATCH_BYTES = 1_048_576;

  private final Delivery delivery;
  private final TSerializer serializer;
  private final Losses losses = new Losses();

  BatchSender(Delivery delivery) throws TTransportException {
    super(ProtocolType.Binary, MAX_BATCH_BYTES);
    this.delivery = delivery;
    serializer = new TSerializer(new TBinaryProtocol.Factory());
  }

  @Override
  public void send(Process process, List<Span> spans) throws SenderException {
    try {
      delivery.deliver(serializer.serialize(new Batch(process, spans)));
    } catch (IOException | TException e) {
      losses.warn(delivery, e);
      throw new SenderException("the trace collector took no batch", e, spans.size());
    }
  }
}
