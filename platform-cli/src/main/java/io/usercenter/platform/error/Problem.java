package io.usercenter.platform.error;

/** One thing the user can mend: what is wrong, where, why that matters, and the edit or command. */
public record Problem(String what, String where, String why, String fix) {

  /** Four lines, each ended by a newline. */
  public String render() {
    return """
    error: %s
       at: %s
      why: %s
      fix: %s
    """
        .formatted(what, where, why, fix);
  }
}
