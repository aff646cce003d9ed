/**
 * Carries plans out on a runtime: in parallel as far as the plan allows, every wait with a
 * deadline.
 */
@NullMarked
package io.usercenter.platform.execute;

import org.jspecify.annotations.NullMarked;
