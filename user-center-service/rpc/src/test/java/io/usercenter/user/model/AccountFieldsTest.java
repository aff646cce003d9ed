package io.usercenter.user.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountFieldsTest {

  @ParameterizedTest
  @ValueSource(strings = {"abc", "a.b-c_9", "李小龙", "ユーザー", "김철수입니다"})
  void takesUsernames(String username) {
    assertThat(new AccountFields().username(username).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "a b", "a\nbc", "abc'--", "аbс", "abc\u202e", "a@b.c"})
  void refusesUsernames(String username) {
    assertThat(new AccountFields().username(username).problems())
        .singleElement()
        .asString()
        .startsWith("username must");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@b.cn", "first.last+tag@mail.example.com", "x_y@1-2.example"})
  void takesEmails(String email) {
    assertThat(new AccountFields().email(email).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "@b.c", "a@b", "a@-b.c", "a@b..c", "a b@c.d", "a@b.c\n", "a@b@c.d"})
  void refusesEmails(String email) {
    assertThat(new AccountFields().email(email).problems())
        .singleElement()
        .asString()
        .startsWith("email must");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 500})
  void countsABioInCodePoints(int length) {
    assertThat(new AccountFields().bio("\uD83D\uDE00".repeat(length)).problems()).isEmpty();
    assertThat(new AccountFields().bio("\uD83D\uDE00".repeat(length + 500)).problems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234567", "with\ttab and more", "broken\uD83Dsurrogate"})
  void refusesPasswords(String password) {
    assertThat(new AccountFields().password("new_password", password).problems())
        .singleElement()
        .asString()
        .startsWith("new_password must");
  }
}
