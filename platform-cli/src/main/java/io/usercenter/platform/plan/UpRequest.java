package io.usercenter.platform.plan;

import java.util.Map;
import java.util.Set;

/**
 * What the user asked {@code up} and its relatives for.
 *
 * @param selection services to bring up with what they depend on; empty for all of them
 * @param forced services to replace even when nothing changed, with the cause to show
 * @param awaitAll also wait for services that no other service waits for
 * @param removeOrphans stop and forget services that the stack no longer defines
 */
public record UpRequest(
    Set<String> selection, Map<String, String> forced, boolean awaitAll, boolean removeOrphans) {

  public UpRequest {
    selection = Set.copyOf(selection);
    forced = Map.copyOf(forced);
  }

  public static UpRequest everything() {
    return new UpRequest(Set.of(), Map.of(), true, false);
  }
}
