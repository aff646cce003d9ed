package io.usercenter.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.elastic.Retention.Index;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

  private static final List<Index> INDICES =
      List.of(
          new Index("spans-2026-11-24", 10),
          new Index("spans-2026-11-21", 40),
          new Index("spans-2026-11-23", 20),
          new Index("spans-2026-11-22", 30),
          new Index("spans-of-mine", 1_000),
          new Index("other-2020-01-01", 1_000));

  @Test
  void deletesDaysThatAreTooOld() {
    assertThat(new Retention("spans-", 2, 1_000).expired(INDICES, TODAY))
        .containsExactly("spans-2026-11-21", "spans-2026-11-22");
    assertThat(new Retention("spans-", 4, 1_000).expired(INDICES, TODAY)).isEmpty();
  }

  @Test
  void deletesTheOldestUntilTheRestIsSmallEnough() {
    assertThat(new Retention("spans-", 30, 100).expired(INDICES, TODAY)).isEmpty();
    assertThat(new Retention("spans-", 30, 99).expired(INDICES, TODAY))
        .containsExactly("spans-2026-11-21");
    assertThat(new Retention("spans-", 30, 29).expired(INDICES, TODAY))
        .containsExactly("spans-2026-11-21", "spans-2026-11-22", "spans-2026-11-23");
  }

  @Test
  void keepsTheNewestWhateverItIs() {
    assertThat(new Retention("spans-", 1, 1).expired(INDICES, TODAY.plusYears(1)))
        .doesNotContain("spans-2026-11-24", "spans-of-mine", "other-2020-01-01")
        .hasSize(3);
  }
}
