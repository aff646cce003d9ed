/** The program: takes samples, keeps them, gives them back. */
@NullMarked
package io.usercenter.metrics;

import org.jspecify.annotations.NullMarked;
