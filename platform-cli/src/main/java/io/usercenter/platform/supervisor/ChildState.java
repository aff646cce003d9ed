package io.usercenter.platform.supervisor;

import io.usercenter.platform.plan.Status;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * What the supervisor knows of one child.
 *
 * @param run number of the start this is about; a later start has a greater one
 * @param crashes how often in a row it ended before it had been ready for a while
 */
public record ChildState(
    String name,
    long run,
    Status status,
    Instant since,
    int restarts,
    int crashes,
    OptionalLong pid) {}
