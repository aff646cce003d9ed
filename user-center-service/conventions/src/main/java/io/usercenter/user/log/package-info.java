/** SLF4J events and HTTP requests as JSON lines in the Elastic Common Schema. */
@NullMarked
package io.usercenter.user.log;

import org.jspecify.annotations.NullMarked;
