/** Reads data sources and dashboards from the files that provision Grafana. */
@NullMarked
package io.usercenter.viewer.provision;

import org.jspecify.annotations.NullMarked;
