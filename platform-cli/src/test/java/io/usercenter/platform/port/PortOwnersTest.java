package io.usercenter.platform.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.port.PortOwners.Owner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortOwnersTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1"})
  @EnabledOnOs(OS.LINUX)
  void findsTheProcessThatListens(String address) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {

      Optional<Owner> owner = new PortOwners().find(socket.getLocalPort());

      assertThat(owner.map(Owner::pid)).contains(OptionalLong.of(ProcessHandle.current().pid()));
      assertThat(owner.orElseThrow().command()).contains("java").hasSizeLessThanOrEqualTo(60);
    }
  }

  @Test
  void findsNobodyOnAFreePort() throws IOException {
    int port = freePort();

    assertThat(new PortOwners().find(port)).isEmpty();
    assertThat(PortOwners.isFree("127.0.0.1", port)).isTrue();
  }

  @Test
  void knowsThatAPortIsTaken() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

      assertThat(PortOwners.isFree("127.0.0.1", socket.getLocalPort())).isFalse();
    }
  }

  @Test
  void saysSoWhenTheKernelHidesTheProcess(@TempDir Path proc) throws IOException {
    Files.createDirectories(proc.resolve("net"));
    Files.createDirectories(proc.resolve("4711/fd"));
    Files.writeString(
        proc.resolve("net/tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000   107        0 4242 1
        """);

    Optional<Owner> owner = new PortOwners(proc).find(8080);

    assertThat(owner.orElseThrow().text()).isEqualTo("a process of another user");
  }

  @Test
  void doesNotTakeAClientForTheServer(@TempDir Path proc) throws IOException {
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(
        proc.resolve("net/tcp"),
        "   0: 0100007F:1F90 0100007F:0050 01 00000000:00000000 00:00000000 0 107 0 4242 1\n");

    assertThat(new PortOwners(proc).find(8080)).isEmpty();
  }

  @Test
  void findsNobodyWithoutProc(@TempDir Path empty) {
    assertThat(new PortOwners(empty).find(8080)).isEmpty();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
