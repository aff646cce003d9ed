/** Examines this machine and a running stack for what keeps them from working. */
@NullMarked
package io.usercenter.platform.doctor;

import org.jspecify.annotations.NullMarked;
