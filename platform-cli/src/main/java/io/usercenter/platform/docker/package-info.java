/** The Docker runtime: services as containers of an engine, Docker's or Podman's. */
@NullMarked
package io.usercenter.platform.docker;

import org.jspecify.annotations.NullMarked;
