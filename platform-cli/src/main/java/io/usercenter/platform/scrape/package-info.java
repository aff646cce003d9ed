/** Writes from the stack what Prometheus scrapes. */
@NullMarked
package io.usercenter.platform.scrape;

import org.jspecify.annotations.NullMarked;
