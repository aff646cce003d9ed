package io.usercenter.user.metric;

import io.prometheus.client.Gauge;
import java.util.function.DoubleSupplier;

/** A gauge whose value is asked for when it is scraped. */
public final class Computed extends Gauge.Child {
  private final DoubleSupplier value;

  public Computed(DoubleSupplier value) {
    this.value = value;
  }

  @Override
  public double get() {
    return value.getAsDouble();
  }
}
