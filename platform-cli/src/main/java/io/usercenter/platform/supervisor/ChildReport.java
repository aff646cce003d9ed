package io.usercenter.platform.supervisor;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * A child with what operators ask for.
 *
 * @param residentBytes memory of its processes, shared pages counted once
 */
public record ChildReport(
    ChildState state,
    SortedMap<String, String> fingerprint,
    Map<Integer, Integer> endpoints,
    Optional<Instant> started,
    OptionalLong residentBytes) {}
