/* Preloaded, lets the wall clock jump ten years ahead while the file named by CLOCK_JUMP exists. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define TEN_YEARS_SECONDS 315360000

int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) {
    real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  }
  int result = real(clock, time);
  const char *file = getenv("CLOCK_JUMP");
  if (clock == CLOCK_REALTIME && file && access(file, F_OK) == 0) {
    time->tv_sec += TEN_YEARS_SECONDS;
  }
  return result;
}
