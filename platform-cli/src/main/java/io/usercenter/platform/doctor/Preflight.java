package io.usercenter.platform.doctor;

import io.usercenter.platform.port.PortOwners;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The examinations that make sense before a stack starts. */
public final class Preflight {

  private Preflight() {}

  /**
   * @param lastRun file whose time of modification is when this stack was last acted upon
   * @param locks files that hold the pid of whoever works on this stack
   */
  public static List<Examination> of(Site site, Needs needs, Path lastRun, List<Path> locks) {
    List<Examination> all = new ArrayList<>();
    all.add(new Jdk(site.javaHome(), Runtime.version(), site.asRoot()));
    all.add(new Tools(needs.tools(), Tools.path()));
    all.add(new Disk("data directory", site.data(), needs.diskBytes()));
    all.add(new Disk("cache directory", site.cache(), needs.diskBytes()));
    all.add(new Memory(Path.of("/proc/meminfo"), Path.of("/sys/fs/cgroup"), needs.memoryBytes()));
    all.add(new Ports(needs.ports(), new PortOwners()));
    all.add(new OpenFiles(Path.of("/proc/self/limits"), needs.openFiles()));
    all.add(new Ownership(site.data(), owners(site)));
    all.add(new Locks(locks));
    all.add(new TimeOfDay(lastRun, Clock.systemUTC()));
    all.add(new Registries(Mirrors.ofThisMachine()));
    return all;
  }

  private static Set<String> owners(Site site) {
    String caller = System.getProperty("user.name");
    return site.asRoot() ? Set.of(caller, site.account()) : Set.of(caller);
  }
}
