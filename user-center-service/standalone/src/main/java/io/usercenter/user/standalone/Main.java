package io.usercenter.user.standalone;

import io.usercenter.user.program.Program;

/** The whole user-center as one program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    new Program<>("etc/user-center.yaml", StandaloneConfig::read, StandaloneService::start)
        .run(args);
  }
}
