package io.usercenter.user.api;

import io.usercenter.user.config.Section;
import io.usercenter.user.config.Stores;
import io.usercenter.user.guard.RateLimit;
import io.usercenter.user.program.ServiceConfig;

/**
 * {@code user-api.yaml}.
 *
 * @param errors how failures are answered: {@code Compat}
 * @param proxies whose word on who the client is counts
 * @param rateLimit of a client's registrations and logins
 */
public record ApiConfig(
    ServiceConfig service,
    Rest rest,
    UserRpc userRpc,
    ErrorForm errors,
    Auth auth,
    TrustedProxies proxies,
    RateLimit rateLimit) {

  public static ApiConfig read(Section root) {
    ServiceConfig service = ServiceConfig.read(root);
    return new ApiConfig(
        service,
        Rest.read(root, service.mode()),
        UserRpc.read(root.section("UserRpc")),
        root.choice("Compat", "none", "go-zero").equals("none")
            ? ErrorForm.PROBLEM
            : ErrorForm.GO_ZERO,
        Auth.read(root.section("Auth"), service.mode()),
        TrustedProxies.read(root),
        RateLimit.read(root.section("RateLimit")));
  }

  /** For the gateway alone: its file may name the data as well, as the ancestor's does. */
  static ApiConfig readAlone(Section root) {
    Stores.checkOnly(root, "user-center-rpc");
    return read(root);
  }
}
