package io.usercenter.user.store;

import io.usercenter.user.model.User;

/** What the cache says about a user. */
sealed interface Cached {
  /** The cached row. */
  record Hit(User user) implements Cached {}

  /** The placeholder: there is no such user, as of a minute ago. */
  record Nobody() implements Cached {}

  /** Nothing usable is cached. */
  record Miss() implements Cached {}

  /** Redis does not answer, so writing to it is pointless too. */
  record Unreachable() implements Cached {}
}
