package io.usercenter.shipper.event;

/** How a log file holds what a service wrote. */
public enum Format {
  /** As it was written. */
  PLAIN,
  /** One JSON object for each line, as Docker's json-file driver has it. */
  DOCKER
}
