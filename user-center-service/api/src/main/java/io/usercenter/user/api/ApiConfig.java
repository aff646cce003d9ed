package io.usercenter.user.api;

import io.usercenter.user.config.Section;
import io.usercenter.user.config.Stores;
import io.usercenter.user.program.ServiceConfig;

/** {@code user-api.yaml}. */
public record ApiConfig(ServiceConfig service, Rest rest, UserRpc userRpc) {

  public static ApiConfig read(Section root) {
    ServiceConfig service = ServiceConfig.read(root);
    return new ApiConfig(
        service, Rest.read(root, service.mode()), UserRpc.read(root.section("UserRpc")));
  }

  /** For the gateway alone: its file may name the data as well, as the ancestor's does. */
  static ApiConfig readAlone(Section root) {
    Stores.checkOnly(root, "user-center-rpc");
    return read(root);
  }
}
