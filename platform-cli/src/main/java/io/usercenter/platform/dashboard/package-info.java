/** Dashboards: reads, checks and proves them, and exchanges them with a Grafana. */
@NullMarked
package io.usercenter.platform.dashboard;

import org.jspecify.annotations.NullMarked;
