package io.usercenter.user.search;

import java.time.Instant;

/** One user of an answer. */
public record FoundUser(long id, String username, String nickname, String bio, Instant createdAt) {}
