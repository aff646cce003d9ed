package io.usercenter.platform.cli;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a moment: an age such as {@code 10m}, or an RFC 3339 time. */
final class SinceText implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    if (text.indexOf('T') < 0) {
      return Instant.now().minus(new DurationText().convert(text));
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException unreadable) {
      throw new TypeConversionException(
          "'" + text + "' is no moment; write for example 10m or 2026-11-23T07:00:00Z");
    }
  }
}
