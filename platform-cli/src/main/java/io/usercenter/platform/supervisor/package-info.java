/** The small process that outlives the CLI and keeps the native processes of one stack running. */
@NullMarked
package io.usercenter.platform.supervisor;

import org.jspecify.annotations.NullMarked;
