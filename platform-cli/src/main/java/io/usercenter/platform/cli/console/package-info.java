/** Everything that knows about terminals: streams, colours, tables and progress. */
@NullMarked
package io.usercenter.platform.cli.console;

import org.jspecify.annotations.NullMarked;
