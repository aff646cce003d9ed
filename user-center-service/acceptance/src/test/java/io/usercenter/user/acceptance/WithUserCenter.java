package io.usercenter.user.acceptance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one running user-center to every test; it is stopped after the last. */
final class WithUserCenter implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == UserCenter.class;
  }

  @Override
  public UserCenter resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(WithUserCenter.class))
        .computeIfAbsent(UserCenter.class, type -> new UserCenter(), UserCenter.class);
  }
}
