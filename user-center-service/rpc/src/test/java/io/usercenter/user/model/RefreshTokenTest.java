package io.usercenter.user.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefreshTokenTest {

  @Test
  void keepsItsFamilyAndNothingElse() {
    RefreshToken first = RefreshToken.first();

    RefreshToken next = first.next();

    assertThat(next.familyHash()).isEqualTo(first.familyHash()).hasSize(32);
    assertThat(next.secretHash()).isNotEqualTo(first.secretHash()).hasSize(32);
    assertThat(RefreshToken.first().familyHash()).isNotEqualTo(first.familyHash());
  }

  @Test
  void isReadAsItWasWritten() {
    RefreshToken token = RefreshToken.first();

    Optional<RefreshToken> read = RefreshToken.parse(token.text());

    assertThat(read.map(RefreshToken::text)).contains(token.text());
    assertThat(read.map(RefreshToken::secretHash)).contains(token.secretHash());
  }

  @Test
  void isNotReadFromAnythingElse() {
    assertThat(RefreshToken.parse("")).isEmpty();
    assertThat(RefreshToken.parse("AAAA")).isEmpty();
    assertThat(RefreshToken.parse(RefreshToken.first().text() + "A")).isEmpty();
    assertThat(RefreshToken.parse("*".repeat(64))).isEmpty();
  }

  @Test
  void doesNotPrintItself() {
    RefreshToken token = RefreshToken.first();

    assertThat(token.toString()).doesNotContain(token.text().substring(0, 8));
  }
}
