@NullMarked
package io.usercenter.elastic.spool;

import org.jspecify.annotations.NullMarked;
