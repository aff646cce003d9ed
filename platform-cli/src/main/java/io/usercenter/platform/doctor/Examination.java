package io.usercenter.platform.doctor;

import java.util.List;

/** Looks at one side of the machine or of the stack; changes nothing and takes seconds at most. */
@FunctionalInterface
public interface Examination {

  List<Finding> findings() throws InterruptedException;
}
