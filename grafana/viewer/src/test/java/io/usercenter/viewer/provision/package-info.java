@NullMarked
package io.usercenter.viewer.provision;

import org.jspecify.annotations.NullMarked;
