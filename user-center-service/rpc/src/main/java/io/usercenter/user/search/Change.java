package io.usercenter.user.search;

import io.usercenter.user.model.SearchableUser;

/** What happens to one document. An older change never undoes a newer one. */
sealed interface Change {
  /** The user is as this says. */
  record Put(SearchableUser user) implements Change {}

  /** There is no such user any more. */
  record Remove(long id, long version) implements Change {}
}
