/** The pages and the HTTP interface, in the shape of Grafana's. */
@NullMarked
package io.usercenter.viewer.http;

import org.jspecify.annotations.NullMarked;
