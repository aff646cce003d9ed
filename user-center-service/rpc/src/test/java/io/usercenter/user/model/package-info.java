@NullMarked
package io.usercenter.user.model;

import org.jspecify.annotations.NullMarked;
