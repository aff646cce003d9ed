package io.usercenter.user.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MigrationTest {
  /** These figures are in databases that Flyway made; a script that changes is refused by them. */
  @Test
  void checksumsAreThoseOfFlyway() {
    assertThat(Migration.ALL)
        .extracting(Migration::checksum)
        .startsWith(-1479035009, -1965521686, 2009415598, 488828109);
  }

  @Test
  void describesAMigrationAsFlywayDoes() {
    assertThat(Migration.ALL)
        .extracting(Migration::description)
        .startsWith("users", "seed users", "accounts", "search indices");
  }
}
