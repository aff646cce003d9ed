package io.usercenter.user.password;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the kernel prefer every other thread to the current one; Java's priorities do nothing. */
final class LowPriority {
  private static final Logger LOG = LoggerFactory.getLogger(LowPriority.class);
  private static final int PRIO_PROCESS = 0;

  /** On Linux that is the thread (setpriority(2), "C library/kernel differences"). */
  private static final int CALLER = 0;

  private static final int LEAST = 19;

  private LowPriority() {}

  /** Leaves the priority as it is where that is not possible. */
  @SuppressWarnings("restricted") // The program's manifest enables native access.
  static void ofThisThread() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return;
    }
    try {
      Linker linker = Linker.nativeLinker();
      MemorySegment address = linker.defaultLookup().findOrThrow("setpriority");
      FunctionDescriptor type =
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT);
      MethodHandle setpriority = linker.downcallHandle(address, type);
      int result = (int) setpriority.invokeExact(PRIO_PROCESS, CALLER, LEAST);
      LOG.debug("setpriority answered {}", result);
    } catch (Throwable e) {
      LOG.debug("no lower priority for hashing", e);
    }
  }
}
