package io.usercenter.user.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @Test
  void readsNamesAndAddresses() {
    assertThat(Address.parse("redis:6379")).contains(new Address("redis", 6379));
    assertThat(Address.parse(":8080")).contains(new Address("", 8080));
    assertThat(Address.parse("[::1]:8080")).contains(new Address("::1", 8080));
    assertThat(new Address("::1", 8080)).hasToString("[::1]:8080");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "redis", "redis:", "redis:0", "redis:65536", "a b:1", "http://a:1"})
  void refusesWhatIsNone(String text) {
    assertThat(Address.parse(text)).isEmpty();
  }
}
