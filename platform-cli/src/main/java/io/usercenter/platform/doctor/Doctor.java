package io.usercenter.platform.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Carries out examinations at the same time and lists what they found in their order. */
public final class Doctor {

  private Doctor() {}

  public static List<Finding> examine(List<Examination> examinations) throws InterruptedException {
    List<Callable<List<Finding>>> tasks = new ArrayList<>();
    examinations.forEach(examination -> tasks.add(examination::findings));
    List<Finding> findings = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Finding>> result : threads.invokeAll(tasks)) {
        findings.addAll(result.get());
      }
    } catch (ExecutionException bug) {
      throw new IllegalStateException("an examination failed in a way it should not", bug);
    }
    return findings;
  }
}
