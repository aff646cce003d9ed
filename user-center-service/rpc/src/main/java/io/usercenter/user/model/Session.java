package io.usercenter.user.model;

import java.time.Instant;
import java.util.UUID;

/** A login that is good until it expires or is closed. */
public record Session(UUID id, Account account, Instant expiresAt) {}
