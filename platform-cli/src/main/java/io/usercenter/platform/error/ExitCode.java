package io.usercenter.platform.error;

/** How a command ended, as its process exit status tells scripts. */
public enum ExitCode {
  DONE(0, "done"),
  FAILED(1, "failed; the message says what to do"),
  USAGE(2, "wrong usage; for `plan`: something would change"),
  ENVIRONMENT(3, "this machine is not fit (see `platform doctor`)"),
  CONFIGURATION(4, "a configuration file is invalid"),
  NOT_RUNNING(5, "not running or not found"),
  TIMEOUT(6, "a deadline passed"),
  UNHEALTHY(7, "a service is unhealthy or crashed"),
  VERIFICATION(8, "verification failed"),
  CONFLICT(9, "a lock or a port is held by somebody else"),
  REFUSED(10, "refused for safety (needs --yes or --expose)"),
  PARTIAL(11, "some services failed, the others run"),
  UNREACHABLE(12, "a registry or a runtime cannot be reached"),
  BUG(70, "a bug of platform"),
  INTERRUPTED(130, "cancelled");

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  /** Process exit status, 0 to 255. */
  public int status() {
    return status;
  }

  public String meaning() {
    return meaning;
  }
}
