/** Makes container images from the artifacts of the native runtime, without a registry. */
@NullMarked
package io.usercenter.platform.image;

import org.jspecify.annotations.NullMarked;
