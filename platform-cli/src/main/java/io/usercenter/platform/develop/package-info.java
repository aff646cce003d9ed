/** Builds a service from its sources as they change, without Maven. */
@NullMarked
package io.usercenter.platform.develop;

import org.jspecify.annotations.NullMarked;
