package io.usercenter.platform.plan;

/** One act on one service, with the cause users are told. */
public sealed interface Step {

  String service();

  String cause();

  /** Obtain what the service runs from: packages, archives, images. */
  record Prepare(String service, String cause) implements Step {}

  record Stop(String service, String cause) implements Step {}

  /** Forget a stopped service; its data stays. */
  record Remove(String service, String cause) implements Step {}

  record Start(String service, String cause) implements Step {}

  /** Wait until the service is ready, or has completed when it is a one-shot. */
  record Await(String service, String cause) implements Step {}

  /** The verb, as the plan's text form shows it. */
  default String verb() {
    return switch (this) {
      case Prepare _ -> "prepare";
      case Stop _ -> "stop";
      case Remove _ -> "remove";
      case Start _ -> "start";
      case Await _ -> "await";
    };
  }
}
