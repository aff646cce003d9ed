package io.usercenter.user.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordHashTest {
  private final PasswordHash hash = new PasswordHash();

  @Test
  void agreesWithTheReferenceImplementation() {
    // printf password | argon2 somesalt01234567 -id -t 2 -k 19456 -p 1 -l 32 -e
    String reference =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQwMTIzNDU2Nw$R66indAPvvbGnyLR7rZk80UY+cWGifuktjTMSameUiA";

    assertThat(hash.matches("password", reference)).isTrue();
    assertThat(hash.matches("Password", reference)).isFalse();
    assertThat(PasswordHash.isOutdated(reference)).isFalse();
  }

  @Test
  void makesAHashThatFitsTheColumnAndIsDifferentEachTime() {
    String first = hash.hash("密码 \uD83D\uDD11");
    String second = hash.hash("密码 \uD83D\uDD11");

    assertThat(first).hasSizeLessThanOrEqualTo(100).isNotEqualTo(second);
    assertThat(hash.matches("密码 \uD83D\uDD11", first)).isTrue();
    assertThat(hash.matches("密码 \uD83D\uDD12", second)).isFalse();
  }

  @Test
  void checksAnAncestorsBcryptHashAndCallsItOutdated() {
    // perl -e 'print crypt("ancestral secret", q($2a$04$abcdefghijklmnopqrstuu))'
    String bcrypt = "$2a$04$abcdefghijklmnopqrstuuNItg7PlV.Xq8DaVahdyV/glrK/lqFRq";

    assertThat(PasswordHash.isUsable(bcrypt)).isTrue();
    assertThat(hash.matches("ancestral secret", bcrypt)).isTrue();
    assertThat(hash.matches("another secret", bcrypt)).isFalse();
    assertThat(PasswordHash.isOutdated(bcrypt)).isTrue();
  }

  @Test
  void doesNotUseWhatIsNoHashOrWouldTakeTooMuch() {
    assertThat(PasswordHash.isUsable("!")).isFalse();
    assertThat(PasswordHash.isUsable("$2a$31$abcdefghijklmnopqrstuuNItg7PlV.Xq8DaVahdyV/glrK/lqF"))
        .isFalse();
    assertThat(
            PasswordHash.isUsable(
                "$argon2id$v=19$m=99999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"))
        .isFalse();
  }
}
