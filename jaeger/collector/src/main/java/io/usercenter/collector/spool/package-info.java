/** Keeps batches in files until they are stored. */
@NullMarked
package io.usercenter.collector.spool;

import org.jspecify.annotations.NullMarked;
