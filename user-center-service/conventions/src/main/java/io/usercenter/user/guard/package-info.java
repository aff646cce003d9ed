/** What keeps a program answering when a dependency fails or callers want too much. */
@NullMarked
package io.usercenter.user.guard;

import org.jspecify.annotations.NullMarked;
