package io.usercenter.user.trace;

import java.io.IOException;

/** Brings an encoded batch to where spans go; its text names the place. */
interface Delivery {
  void deliver(byte[] batch) throws IOException;
}
