package io.usercenter.collector.http;

import io.usercenter.collector.measure.Measures;
import io.usercenter.collector.measure.Measures.Loss;
import io.usercenter.collector.measure.Measures.Receiver;
import io.usercenter.collector.receive.JaegerThrift;
import io.usercenter.collector.receive.MalformedException;
import io.usercenter.collector.store.Batch;
import io.usercenter.collector.store.Intake;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

/** Receives what clients send to a Jaeger agent; nobody can be told what went wrong. */
final class UdpPort implements AutoCloseable {

  private static final int LARGEST = 65_535;
  private static final int BUFFER = 4 << 20;

  private final DatagramSocket socket;
  private final Receiver receiver;
  private final Intake intake;
  private final Measures measures;

  private UdpPort(DatagramSocket socket, Receiver receiver, Intake intake, Measures measures) {
    this.socket = socket;
    this.receiver = receiver;
    this.intake = intake;
    this.measures = measures;
  }

  /**
   * @param receiver says which protocol it is
   */
  static UdpPort open(
      InetSocketAddress address, Receiver receiver, Intake intake, Measures measures)
      throws IOException {
    DatagramSocket socket = new DatagramSocket(address);
    socket.setReceiveBufferSize(BUFFER);
    UdpPort port = new UdpPort(socket, receiver, intake, measures);
    Thread.ofVirtual().name("udp-" + socket.getLocalPort()).start(port::run);
    return port;
  }

  int number() {
    return socket.getLocalPort();
  }

  // Standard error is the log, and the next datagram must be taken all the same.
  @SuppressWarnings("CatchAndPrintStackTrace")
  private void run() {
    DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
    while (!socket.isClosed()) {
      try {
        packet.setLength(LARGEST);
        socket.receive(packet);
        take(packet.getData(), packet.getLength());
      } catch (IOException closedOrUnreachable) {
        // The next packet is a new chance; a closed socket ends the loop.
      } catch (RuntimeException bug) {
        bug.printStackTrace();
      }
    }
  }

  private void take(byte[] data, int length) {
    Batch batch = intake.begin();
    try {
      if (receiver == Receiver.THRIFT_COMPACT) {
        JaegerThrift.compactCall(data, length, batch);
      } else {
        JaegerThrift.binaryCall(data, length, batch);
      }
    } catch (MalformedException wrong) {
      measures.malformed(receiver);
      measures.dropped(Loss.MALFORMED, Math.max(1, batch.spans()));
      return;
    }
    if (!intake.commit(batch, receiver)) {
      measures.dropped(Loss.FULL, batch.spans());
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
