/**
 * What a Compose project says about its services, in words users know. How a service runs is the
 * runtime's matter.
 */
@NullMarked
package io.usercenter.platform.stack;

import org.jspecify.annotations.NullMarked;
