package io.usercenter.user.trace;

import io.jaegertracing.internal.exceptions.SenderException;
import io.jaegertracing.thrift.internal.senders.ThriftSender;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts Jaeger's thrift batches over HTTP from the reporter's own thread. The library's sender
 * would bring OkHttp and Kotlin. A batch that cannot be delivered is dropped and counted.
 */
final class BatchSender extends ThriftSender {
  private static final Logger LOG = LoggerFactory.getLogger(BatchSender.class);
  private static final int MAX_BATCH_BYTES = 1_048_576;
  private static final int TIMEOUT_MILLIS = 2000;
  private static final long WARNING_INTERVAL_NANOS = 60_000_000_000L;

  private final URI endpoint;
  private final TSerializer serializer;
  private long lastWarningNanos = System.nanoTime() - WARNING_INTERVAL_NANOS;

  BatchSender(URI endpoint) throws TTransportException {
    super(ProtocolType.Binary, MAX_BATCH_BYTES);
    this.endpoint = endpoint;
    serializer = new TSerializer(new TBinaryProtocol.Factory());
  }

  @Override
  public void send(Process process, List<Span> spans) throws SenderException {
    try {
      post(serializer.serialize(new Batch(process, spans)));
    } catch (IOException | TException e) {
      warn(e);
      throw new SenderException("the trace collector took no batch", e, spans.size());
    }
  }

  private void post(byte[] batch) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(batch.length);
    connection.setRequestProperty("Content-Type", "application/x-thrift");
    try (OutputStream body = connection.getOutputStream()) {
      body.write(batch);
    }
    int status = connection.getResponseCode();
    if (status >= 300) {
      throw new IOException("the trace collector answered " + status);
    }
    connection.getInputStream().close();
  }

  private void warn(Exception cause) {
    long now = System.nanoTime();
    if (now - lastWarningNanos >= WARNING_INTERVAL_NANOS) {
      lastWarningNanos = now;
      LOG.warn("spans are dropped, {} cannot be reached: {}", endpoint, cause.toString());
    }
  }
}
