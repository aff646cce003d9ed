/** Reads Compose files: YAML to a tree with positions, interpolated, merged, checked, canonical. */
@NullMarked
package io.usercenter.platform.compose;

import org.jspecify.annotations.NullMarked;
