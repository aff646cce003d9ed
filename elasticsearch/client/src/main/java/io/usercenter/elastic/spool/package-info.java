/** Keeps batches in files until they are stored. */
@NullMarked
package io.usercenter.elastic.spool;

import org.jspecify.annotations.NullMarked;
