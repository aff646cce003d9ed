/** go-zero's metric names, labels and bounds, and the port they are scraped on. */
@NullMarked
package io.usercenter.user.metric;

import org.jspecify.annotations.NullMarked;
