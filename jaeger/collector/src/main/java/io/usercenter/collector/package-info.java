/** The program: settings and wiring. */
@NullMarked
package io.usercenter.collector;

import org.jspecify.annotations.NullMarked;
