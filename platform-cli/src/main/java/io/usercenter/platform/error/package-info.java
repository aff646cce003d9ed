/** What went wrong, said to the user; imports nothing of the project. */
@NullMarked
package io.usercenter.platform.error;

import org.jspecify.annotations.NullMarked;
