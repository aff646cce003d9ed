package io.usercenter.user.model;

import java.time.Instant;

/** A registered person. The password hash stays in the database and is no part of this. */
public record User(long id, String username, String email, Instant createdAt, Instant updatedAt) {}
