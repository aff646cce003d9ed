package io.usercenter.platform.cli;

import io.usercenter.platform.doctor.Finding;
import java.util.List;

/** Examines the machine, and the stack when it runs. */
@FunctionalInterface
public interface Doctor {

  List<Finding> examine(StackOptions options) throws InterruptedException;
}
