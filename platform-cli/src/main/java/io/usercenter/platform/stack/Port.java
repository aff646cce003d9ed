package io.usercenter.platform.stack;

import java.util.OptionalInt;

/**
 * A TCP or UDP port a service listens on.
 *
 * @param container port inside the service's own network
 * @param published port on the host; empty when only other services use it
 * @param hostAddress address of the host it is published on, empty for all of them
 */
public record Port(int container, OptionalInt published, String hostAddress, String protocol) {

  public static final String TCP = "tcp";

  public boolean tcp() {
    return protocol.equals(TCP);
  }

  public static Port internal(int container) {
    return new Port(container, OptionalInt.empty(), "", TCP);
  }
}
