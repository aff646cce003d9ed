package io.usercenter.platform.plan;

/** One act on one service, or on something services share, with the cause users are told. */
public sealed interface Step {

  /** The service's name, or that of what is acted on. */
  String service();

  String cause();

  /** What is done, as the plan's text form says it. */
  String verb();

  /** Obtain what the service runs from: packages, archives, images. */
  record Prepare(String service, String cause) implements Step {

    @Override
    public String verb() {
      return "prepare";
    }
  }

  record Stop(String service, String cause) implements Step {

    @Override
    public String verb() {
      return "stop";
    }
  }

  /** Forget a stopped service; its data stays. */
  record Remove(String service, String cause) implements Step {

    @Override
    public String verb() {
      return "remove";
    }
  }

  record Start(String service, String cause) implements Step {

    @Override
    public String verb() {
      return "start";
    }
  }

  /** Wait until the service is ready, or has completed when it is a one-shot. */
  record Await(String service, String cause) implements Step {

    @Override
    public String verb() {
      return "await";
    }
  }

  /** Make what services share: a network, a volume. */
  record Create(String service, String cause) implements Step {

    @Override
    public String verb() {
      return "create";
    }
  }

  /** Remove what services shared, once nobody uses it. */
  record Delete(String service, String cause) implements Step {

    @Override
    public String verb() {
      return "delete";
    }
  }

  /** Finish or remove what an interrupted command left half done. */
  record Tidy(String service, String cause) implements Step {

    @Override
    public String verb() {
      return "tidy";
    }
  }
}
