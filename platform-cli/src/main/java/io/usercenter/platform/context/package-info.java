/** What an engine builds images from: a directory without what its .dockerignore leaves out. */
@NullMarked
package io.usercenter.platform.context;

import org.jspecify.annotations.NullMarked;
