package io.usercenter.user.standalone;

import io.usercenter.user.api.ApiConfig;
import io.usercenter.user.config.Section;
import io.usercenter.user.rpc.RpcConfig;

/** Both configurations from one file, as the ancestor has it; nobody listens for gRPC. */
record StandaloneConfig(ApiConfig api, RpcConfig rpc) {

  static StandaloneConfig read(Section root) {
    return new StandaloneConfig(ApiConfig.read(root), RpcConfig.readWithoutListener(root));
  }
}
