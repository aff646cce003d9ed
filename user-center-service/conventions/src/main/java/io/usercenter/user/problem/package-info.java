/** What a person must be told to put something right. */
@NullMarked
package io.usercenter.user.problem;

import org.jspecify.annotations.NullMarked;
