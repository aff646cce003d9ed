@NullMarked
package io.usercenter.platform.artifact;

import org.jspecify.annotations.NullMarked;
