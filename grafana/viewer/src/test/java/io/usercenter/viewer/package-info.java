@NullMarked
package io.usercenter.viewer;

import org.jspecify.annotations.NullMarked;
