/** What the service does, told by running the shipped programs against real servers. */
@NullMarked
package io.usercenter.user.acceptance;

import org.jspecify.annotations.NullMarked;
