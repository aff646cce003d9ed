package io.usercenter.user.metric;

/** How long something took, in float milliseconds: go-zero's whole ones hide everything fast. */
public final class Elapsed {
  private final long started = System.nanoTime();

  private Elapsed() {}

  public static Elapsed start() {
    return new Elapsed();
  }

  public double millis() {
    return (System.nanoTime() - started) / 1e6;
  }

  /** As go-zero logs it: {@code 0.8ms}. */
  public static String text(double millis) {
    long tenths = Math.round(millis * 10);
    return tenths / 10 + "." + tenths % 10 + "ms";
  }
}
