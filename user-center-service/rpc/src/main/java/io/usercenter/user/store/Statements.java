package io.usercenter.user.store;

import io.opentracing.Span;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** Runs statements, each measured and traced, either one by one or within one transaction. */
interface Statements {

  /** Reads. Fails with {@code StoreUnavailable}, unless the statement itself is wrong. */
  Future<RowSet<Row>> query(String sql, Tuple parameters, Span parent);

  /** Writes. Fails like {@link #query}, or with {@code AlreadyTaken}. */
  Future<RowSet<Row>> exec(String sql, Tuple parameters, Span parent);
}
