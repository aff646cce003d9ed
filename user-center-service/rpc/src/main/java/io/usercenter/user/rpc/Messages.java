package io.usercenter.user.rpc;

import io.usercenter.user.contract.Role;
import io.usercenter.user.contract.User;
import io.usercenter.user.model.Account;

/** Accounts as the contract's messages. */
final class Messages {
  private Messages() {}

  static User user(Account account) {
    return User.newBuilder()
        .setId(account.id())
        .setUsername(account.username())
        .setEmail(account.email())
        .setNickname(account.nickname())
        .setBio(account.bio())
        .setRole(role(account))
        .setCreatedAt(Timestamps.of(account.createdAt()))
        .setUpdatedAt(Timestamps.of(account.updatedAt()))
        .build();
  }

  static Role role(Account account) {
    return switch (account.role()) {
      case USER -> Role.ROLE_USER;
      case ADMIN -> Role.ROLE_ADMIN;
    };
  }
}
