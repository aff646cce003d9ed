package io.usercenter.platform.execute;

import io.usercenter.platform.plan.Desired;
import io.usercenter.platform.plan.Observed;
import io.usercenter.platform.plan.Step;
import io.usercenter.platform.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where services run: native processes, or containers. Each act is idempotent, may block, may be
 * interrupted, and fails with {@link io.usercenter.platform.error.UserError}.
 */
public interface ServiceRuntime extends Actor, AutoCloseable {

  /** Name of the kind of runtime, such as {@code native}. */
  String kind();

  /** Services of the stack that cannot run here, with the reason for users. */
  Map<String, String> absent(Stack stack);

  /**
   * Says how each service of the stack would run now, and which cannot; where that depends on what
   * runs, on what {@link #observe} saw just before.
   */
  Desired describe(Stack stack);

  /** Takes one snapshot. */
  Observed observe();

  /** State of each service with what operators ask for: process, memory, addresses. */
  List<ServiceState> states();

  /** What users should know of how the services run that {@link #states} does not say. */
  default List<String> remarks() {
    return List.of();
  }

  @Override
  default void act(Step step, Duration limit, Progress progress) throws InterruptedException {
    switch (step) {
      case Step.Prepare prepare -> prepare(prepare.service(), progress);
      case Step.Start begin -> start(begin.service());
      case Step.Stop stop -> stop(stop.service());
      case Step.Remove remove -> remove(remove.service());
      case Step.Create create -> create(create.service());
      case Step.Delete delete -> delete(delete.service());
      case Step.Tidy tidy -> tidy(tidy.service());
      case Step.Await await -> await(await.service(), limit, progress);
    }
  }

  void prepare(String service, Progress progress) throws InterruptedException;

  /** Starts the service and returns; readiness is another matter. */
  void start(String service) throws InterruptedException;

  /** Returns when nothing of it runs any more. */
  void stop(String service) throws InterruptedException;

  /** Forgets a stopped service; its data stays. */
  void remove(String service) throws InterruptedException;

  /**
   * Makes what services share; only asked for what {@link #describe} named.
   *
   * @param resource kind and name, such as {@code network shop_default}
   */
  default void create(String resource) throws InterruptedException {
    throw new IllegalStateException(kind() + " services share nothing like " + resource);
  }

  /** Removes what services shared; only asked for what {@link #observe} named. */
  default void delete(String resource) throws InterruptedException {
    throw new IllegalStateException(kind() + " services share nothing like " + resource);
  }

  /** Finishes or removes something half done; only asked for what {@link #observe} named. */
  default void tidy(String leftover) throws InterruptedException {
    throw new IllegalStateException(kind() + " services leave nothing like " + leftover);
  }

  /**
   * Returns when the service is ready, or completed.
   *
   * @throws io.usercenter.platform.error.UserError when it failed, or the deadline passed; says
   *     what was last seen and shows the end of its log
   */
  void await(String service, Duration limit, Progress progress) throws InterruptedException;

  @Override
  void close();
}
