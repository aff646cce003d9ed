package io.usercenter.collector.http;

import io.usercenter.collector.measure.Measures;
import io.usercenter.collector.measure.Measures.Receiver;
import io.usercenter.collector.query.Traces;
import io.usercenter.collector.store.Intake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;

/** All ports of the collector, listening. */
public final class Ports implements AutoCloseable {

  private final Port thrift;
  private final Port otlp;
  private final Port zipkin;
  private final Port query;
  private final Port admin;
  private final UdpPort compact;
  private final UdpPort binary;

  /**
   * Which port is for what; 0 is any free one.
   *
   * @param host the address to listen on
   * @param thrift Jaeger's thrift over HTTP
   * @param compact Jaeger's compact thrift over UDP
   * @param binary Jaeger's binary thrift over UDP
   */
  public record Numbers(
      String host,
      int thrift,
      int compact,
      int binary,
      int otlp,
      int zipkin,
      int query,
      int admin) {

    private InetSocketAddress at(int port) {
      return new InetSocketAddress(host, port);
    }
  }

  /**
   * How much memory requests may need.
   *
   * @param body the largest body, in bytes
   * @param together of all requests at a time, with what is made of their bodies
   */
  public record Limits(int body, int together) {}

  /** Opens all; when one is taken the program cannot go on. */
  public Ports(
      Numbers numbers, Limits limits, Intake intake, Traces traces, Measures measures, Clock clock)
      throws IOException {
    Bodies bodies = new Bodies(limits.body(), limits.together());
    thrift =
        Port.open(
            numbers.at(numbers.thrift()),
            "thrift",
            ReceiveSite.thrift(bodies, intake, measures),
            measures);
    otlp =
        Port.open(
            numbers.at(numbers.otlp()),
            "otlp",
            ReceiveSite.otlp(bodies, intake, measures),
            measures);
    zipkin =
        Port.open(
            numbers.at(numbers.zipkin()),
            "zipkin",
            ReceiveSite.zipkin(bodies, intake, measures),
            measures);
    compact =
        UdpPort.open(numbers.at(numbers.compact()), Receiver.THRIFT_COMPACT, intake, measures);
    binary = UdpPort.open(numbers.at(numbers.binary()), Receiver.THRIFT_BINARY, intake, measures);
    query = Port.open(numbers.at(numbers.query()), "query", new QuerySite(traces, clock), measures);
    admin =
        Port.open(
            numbers.at(numbers.admin()), "admin", new AdminSite(measures.registry()), measures);
  }

  /** The ports that were taken. */
  public Numbers numbers(String host) {
    return new Numbers(
        host,
        thrift.number(),
        compact.number(),
        binary.number(),
        otlp.number(),
        zipkin.number(),
        query.number(),
        admin.number());
  }

  @Override
  public void close() {
    compact.close();
    binary.close();
    thrift.close();
    otlp.close();
    zipkin.close();
    query.close();
    admin.close();
  }
}
