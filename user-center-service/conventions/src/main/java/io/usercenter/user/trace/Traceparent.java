package io.usercenter.user.trace;

import io.jaegertracing.internal.JaegerSpanContext;
import java.nio.charset.StandardCharsets;

/** W3C's text form of a context: version, trace id, span id, sampled flag. */
final class Traceparent {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = 55;

  private Traceparent() {}

  static String text(JaegerSpanContext context) {
    byte[] text = new byte[LENGTH];
    text[0] = '0';
    text[1] = '0';
    text[2] = '-';
    hex(context.getTraceIdHigh(), text, 3);
    hex(context.getTraceIdLow(), text, 19);
    text[35] = '-';
    hex(context.getSpanId(), text, 36);
    text[52] = '-';
    text[53] = '0';
    text[54] = (byte) (context.isSampled() ? '1' : '0');
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static void hex(long value, byte[] text, int at) {
    for (int i = 0; i < 16; i++) {
      text[at + i] = HEX[(int) (value >>> (60 - 4 * i)) & 0xf];
    }
  }
}
