package io.usercenter.user.model;

import java.time.Instant;

/**
 * What of a user can be searched for and shown to whoever searches.
 *
 * @param mailbox the part of the email before the domain: searched, never shown
 * @param version of the row, so that an older state never replaces a newer one
 */
public record SearchableUser(
    long id,
    String username,
    String nickname,
    String mailbox,
    String bio,
    Instant createdAt,
    long version) {}
