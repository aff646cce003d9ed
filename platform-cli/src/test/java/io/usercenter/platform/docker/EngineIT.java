package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineIT {

  @Test
  void agreesWithDockerJavaOnTheSameEngine() throws Exception {
    try (Engine engine = RealEngine.orSkip("EngineIT")) {
      String raw = Tree.text(Tree.map(engine.get("/version")), "Version");

      String throughDockerJava = engine.client().versionCmd().exec().getVersion();

      assertThat(raw).isNotEmpty().isEqualTo(throughDockerJava);
    }
  }
}
