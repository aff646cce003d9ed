package io.usercenter.user.metric;

/**
 * go-zero's upper bounds in milliseconds. None may be added: {@code sum by (le)} over a fleet of
 * both would go wrong.
 */
final class Buckets {
  static final double[] HTTP_SERVER = {5, 10, 25, 50, 100, 250, 500, 750, 1000};
  static final double[] RPC = {1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000, 5000};
  static final double[] DATA = {
    .25, .5, 1, 1.5, 2, 3, 5, 10, 25, 50, 100, 250, 500, 1000, 2000, 5000, 10000, 15000
  };

  private Buckets() {}
}
