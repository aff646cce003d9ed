@org.jspecify.annotations.NullMarked
package io.usercenter.platform.context;
