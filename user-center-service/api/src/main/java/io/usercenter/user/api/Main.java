package io.usercenter.user.api;

import io.usercenter.user.program.Program;

/** The user-center HTTP gateway as a program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    new Program<>("etc/user-api.yaml", ApiConfig::readAlone, ApiService::start).run(args);
  }
}
