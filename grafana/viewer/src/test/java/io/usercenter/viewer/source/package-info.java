@NullMarked
package io.usercenter.viewer.source;

import org.jspecify.annotations.NullMarked;
