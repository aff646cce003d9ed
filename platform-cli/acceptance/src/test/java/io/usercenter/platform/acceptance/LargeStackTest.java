package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Size alone is no reason to fail; how long it takes is measured under bench/. */
class LargeStackTest {

  private static final int SERVICES = 1000;
  private static final int DEPENDENCIES = 3000;

  private QuickStack quick;

  @BeforeEach
  void create() throws IOException {
    quick = new QuickStack();
  }

  @AfterEach
  void destroy() throws IOException {
    quick.close();
  }

  @Test
  void plansAThousandServicesWithThreeThousandDependencies() throws Exception {
    StringBuilder compose = new StringBuilder("name: quick\nservices:\n");
    StringBuilder recipes = new StringBuilder("services:\n");
    Random random = new Random(1);
    int dependencies = 0;
    for (int service = 0; service < SERVICES; service++) {
      compose.append("  s%d:\n    image: example/s:1\n".formatted(service));
      recipes.append("  s%d: {command: [sleep, '86400']}\n".formatted(service));
      Set<Integer> needed = new TreeSet<>();
      // As many as it takes, of those before it: there is no cycle.
      while (needed.size() < service && dependencies + needed.size() < 3 * service + 6) {
        needed.add(random.nextInt(service));
      }
      dependencies += needed.size();
      if (!needed.isEmpty()) {
        compose.append("    depends_on:\n");
        needed.forEach(other -> compose.append("      - s%d\n".formatted(other)));
      }
    }
    quick.compose(compose.toString()).recipes(recipes.toString());

    Run.End plan = quick.program().run("plan", "--json");

    assertThat(dependencies).isGreaterThanOrEqualTo(DEPENDENCIES);
    assertThat(plan.status()).as("%s", plan.err()).isEqualTo(2);
    assertThat(plan.json().objects("steps"))
        .filteredOn(step -> step.text("step").equals("start"))
        .hasSize(SERVICES);
  }
}
