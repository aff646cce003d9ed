package io.usercenter.platform.doctor;

import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.wire.Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A running stack.
 *
 * @param prometheus where it is reached, null while it does not run; {@code elasticsearch} likewise
 */
public record Live(
    List<ServiceState> states,
    Path data,
    @Nullable Address prometheus,
    @Nullable Address elasticsearch) {

  public Live {
    states = List.copyOf(states);
  }

  /** The examinations that make sense while it runs. */
  public List<Examination> examinations() {
    List<Examination> all = new ArrayList<>();
    all.add(new Services(states));
    all.add(new Disk("data directory", data, 0));
    if (prometheus != null) {
      all.add(new ScrapedTargets(prometheus));
    }
    if (elasticsearch != null) {
      all.add(new Cluster(elasticsearch));
    }
    all.add(new Exposure(states));
    all.add(() ->
        List.of(
            Finding.ok(
                "replication",
                "none is set up: one PostgreSQL, one Redis, one Elasticsearch",
                "nothing can lag; a lost disk loses the data, so keep backups elsewhere")));
    return all;
  }
}
