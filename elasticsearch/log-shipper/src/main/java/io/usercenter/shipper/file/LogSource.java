package io.usercenter.shipper.file;

import io.usercenter.shipper.event.Format;
import java.nio.file.Path;

/**
 * A log that is followed.
 *
 * @param container id of the container whose log it is, empty when there is none
 */
public record LogSource(String service, String container, Path file, Format format) {}
