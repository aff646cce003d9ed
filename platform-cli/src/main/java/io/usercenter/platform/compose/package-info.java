/**
 * Reads Compose files: YAML to a tree with positions, interpolated, merged, checked, canonical.
 *
 * <p>Every command loads the stack, most of them in a new process. What runs on each load tells
 * kinds of nodes apart with {@code instanceof}: a pattern {@code switch} makes the JVM spin a class
 * at its first use, which takes milliseconds each.
 */
@NullMarked
package io.usercenter.platform.compose;

import org.jspecify.annotations.NullMarked;
