package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images go to a registry, and services start from what is pulled from there. */
class RegistryIT {

  private static final Pattern DIGEST = Pattern.compile("(\\S+/redis:1) (sha256:[0-9a-f]{64})");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Docker docker;
  private LocalImages images;
  private Registry registry;

  @BeforeEach
  void start() throws Exception {
    docker = Docker.orSkip("RegistryIT");
    images = LocalImages.inANewSandbox();
    registry = Registry.orSkip("RegistryIT", images.sandbox());
  }

  @AfterEach
  void stop() throws Exception {
    if (registry != null) {
      registry.close();
      docker.remove(LocalImages.all());
    }
    if (images != null) {
      images.close();
    }
  }

  @Test
  void whatWasPushedIsPulledWithTheSameDigest() throws Exception {
    images.build("redis");

    Run.End push = images.program().run("images", "push", registry.address(), "redis");

    assertThat(push.status()).as("%s", push).isZero();
    assertThat(push.err()).contains("redis: pushing");
    Matcher digest = DIGEST.matcher(push.out());
    assertThat(digest.find()).as(push.out()).isTrue();
    assertThat(digest.group(1)).isEqualTo(registry.address() + "/platform-it/redis:1");
    docker.run("rmi", LocalImages.image("redis"));
    assertThat(docker.run("pull", digest.group(1))).contains(digest.group(2));
    docker.run("rmi", digest.group(1));
  }

  @Test
  void aServiceStartsFromAnImageThatIsPulled() throws Exception {
    images.build("redis");
    images.program().run("images", "push", registry.address(), "redis");
    docker.run("rmi", LocalImages.image("redis"));
    String image = registry.address() + "/platform-it/redis:1";

    Run.End up = up(image);

    assertThat(up.status()).as("%s", up).isZero();
    assertThat(up.err()).contains("pulling " + image);
    down(image);
    docker.run("rmi", image);
  }

  @Test
  void anImageThatTheRegistryLacksIsNamedBeforeAnythingIsChanged() throws Exception {
    String image = registry.address() + "/nobody/has-this:1";
    Program program = docker("other", image);

    Run.End up = program.run("up");

    assertThat(up.status()).as("%s", up).isNotZero();
    assertThat(up.err()).contains("the image '" + image + "' cannot be had");
    assertThat(docker.run("network", "ls", "--quiet", "--filter", "name=registry-it")).isEmpty();
  }

  @Test
  void anImageThatTheRegistryLacksIsMadeWhereThatIsPossible() throws Exception {
    String image = registry.address() + "/nobody/redis:1";

    Run.End up = up(image);

    assertThat(up.status()).as("%s", up).isZero();
    assertThat(up.err()).contains("making the image of redis");
    assertThat(docker("redis", image).run("status").out()).contains("made here instead of pulled");
    down(image);
    docker.run("rmi", image);
  }

  @Test
  void aRegistryThatDiesIsSaidToBeGone() throws Exception {
    images.build("prometheus");
    Run push = images.program().start("images", "push", registry.address(), "prometheus");
    Poll.until(LIMIT, push::progress, text -> text.contains("prometheus: pushing"));

    registry.close();
    Run.End end = push.await();

    assertThat(end.status()).as("%s", end).isNotZero();
    assertThat(end.err())
        .contains("could not push " + registry.address() + "/platform-it/prometheus:1")
        .contains("connection refused");
    assertThat(docker.run("images", "--quiet", registry.address() + "/platform-it/prometheus"))
        .isEmpty();
  }

  private Run.End up(String image) throws Exception {
    return docker("redis", image).run("up");
  }

  private void down(String image) throws Exception {
    assertThat(docker("redis", image).run("down", "--volumes", "--yes").status()).isZero();
  }

  private Program docker(String service, String image) throws Exception {
    String file =
        images
            .sandbox()
            .write(
                "one.yml",
                "name: registry-it\nservices:\n  %s: {image: \"%s\"}\n".formatted(service, image))
            .toString();
    Program program = Program.in(images.sandbox(), Checkout.root());
    return program
        .with("PLATFORM_RUNTIME", "docker")
        .with("PLATFORM_CACHE", LocalImages.cache().toString())
        .withOptions(List.of("--file", file).toArray(String[]::new));
  }
}
