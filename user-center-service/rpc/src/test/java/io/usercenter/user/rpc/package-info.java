@NullMarked
package io.usercenter.user.rpc;

import org.jspecify.annotations.NullMarked;
