/** Obtains what services are started from into a cache of the user: fetched, verified, unpacked. */
@NullMarked
package io.usercenter.platform.artifact;

import org.jspecify.annotations.NullMarked;
