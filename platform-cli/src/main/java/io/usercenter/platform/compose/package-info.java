/** From Compose files to a canonical model; the only code that sees YAML. */
@NullMarked
package io.usercenter.platform.compose;

import org.jspecify.annotations.NullMarked;
