@NullMarked
package io.usercenter.viewer.http;

import org.jspecify.annotations.NullMarked;
