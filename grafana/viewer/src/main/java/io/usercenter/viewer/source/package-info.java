/** Asks data sources: what may be asked, how long, and how much they may answer. */
@NullMarked
package io.usercenter.viewer.source;

import org.jspecify.annotations.NullMarked;
