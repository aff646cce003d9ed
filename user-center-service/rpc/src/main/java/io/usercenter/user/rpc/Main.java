package io.usercenter.user.rpc;

import io.usercenter.user.program.Program;
import java.util.Map;

/** The user-center gRPC service as a program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    new Program<>(
            "etc/user-rpc.yaml",
            RpcConfig::read,
            RpcService::start,
            Map.of("--reindex", Reindex::run))
        .run(args);
  }
}
