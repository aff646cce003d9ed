@NullMarked
package io.usercenter.viewer.access;

import org.jspecify.annotations.NullMarked;
