package io.usercenter.elastic;

import java.io.IOException;

/** Elasticsearch answered, but not with success. */
public final class ElasticException extends IOException {

  private static final long serialVersionUID = 1;

  private final int status;

  ElasticException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
