package io.usercenter.user.trace;

import io.usercenter.user.config.Address;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Where spans go, and in which form. */
public sealed interface Exporter {

  /** Nowhere; ids are still made and passed on. */
  record Nothing() implements Exporter {}

  /** Thrift batches over HTTP, to a Jaeger collector. */
  record Jaeger(URI url) implements Exporter {}

  /** Thrift batches over UDP, to a Jaeger agent. */
  record JaegerAgent(Address address) implements Exporter {}

  /** Zipkin's JSON, version 2. */
  record Zipkin(URI url) implements Exporter {}

  /** OTLP's JSON over HTTP; the values of headers are secrets. */
  record OtlpHttp(URI url, Map<String, String> headers) implements Exporter {

    @Override
    public String toString() {
      return "OtlpHttp[url=" + url + ", headers=" + headers.keySet() + "]";
    }
  }

  /** One line of JSON for each span. */
  record Lines(Path file) implements Exporter {}
}
