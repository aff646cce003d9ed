package io.usercenter.user.standalone;

import io.usercenter.user.program.Program;
import io.usercenter.user.rpc.Reindex;
import java.util.Map;

/** The whole user-center as one program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    new Program<>(
            "etc/user-center.yaml",
            StandaloneConfig::read,
            StandaloneService::start,
            Map.of("--reindex", (loops, config) -> Reindex.run(loops, config.rpc())))
        .run(args);
  }
}
