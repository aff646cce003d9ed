package io.usercenter.user.model;

import java.time.Instant;

/**
 * All of a registered person but the password hash.
 *
 * @param version incremented by every write
 */
public record Account(
    long id,
    String username,
    String email,
    String nickname,
    String bio,
    Role role,
    long version,
    Instant createdAt,
    Instant updatedAt) {}
