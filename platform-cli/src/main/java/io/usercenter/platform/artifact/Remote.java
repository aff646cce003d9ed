package io.usercenter.platform.artifact;

import java.net.URI;

/**
 * One file somewhere else, with what is known of it beforehand.
 *
 * @param uri http, https or file
 * @param sizeBytes exact
 * @param sha256 lower-case hex
 */
public record Remote(URI uri, String fileName, long sizeBytes, String sha256) {

  /** The address without the credentials it may hold. */
  String shown() {
    String text = uri.toString();
    String credentials = uri.getRawUserInfo();
    return credentials == null ? text : text.replace(credentials + "@", "");
  }
}
