package io.usercenter.platform.elasticsearch.start;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/** An input on which nothing ever arrives and which never ends. */
final class EndlessInput extends InputStream {

  private final CountDownLatch never = new CountDownLatch(1);

  @Override
  public int read() throws InterruptedIOException {
    try {
      never.await();
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws InterruptedIOException {
    return read();
  }
}
