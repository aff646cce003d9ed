package io.usercenter.platform.logs;

/**
 * An event that was found.
 *
 * @param level such as {@code error}, empty when it says none
 * @param trace id of the trace it belongs to, empty when there is none
 */
public record StoredLine(LogLine line, String level, String trace) {}
