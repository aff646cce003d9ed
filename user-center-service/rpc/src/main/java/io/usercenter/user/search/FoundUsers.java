package io.usercenter.user.search;

import java.util.List;

/**
 * A page of an answer, the best first.
 *
 * @param nextCursor empty after the last page
 * @param total of all pages
 */
public record FoundUsers(List<FoundUser> users, String nextCursor, long total) {

  public FoundUsers {
    users = List.copyOf(users);
  }
}
