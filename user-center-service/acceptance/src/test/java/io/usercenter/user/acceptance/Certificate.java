package io.usercenter.user.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for localhost that is good for a day, with its key, as PEM files. */
record Certificate(Path chain, Path key, SSLContext trusted) {
  private static final char[] PASSWORD = "password".toCharArray();

  /** Made with the JDK's keytool. */
  static Certificate selfSigned(Path directory)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = directory.resolve("server.p12");
    String options =
        "-genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=localhost -validity 1"
            + " -ext SAN=dns:localhost -storetype PKCS12 -storepass password -keystore "
            + store;
    ProcessBuilder keytool = new ProcessBuilder(options.split(" "));
    keytool.command().addFirst(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
    if (keytool.redirectErrorStream(true).start().waitFor() != 0) {
      throw new IllegalStateException("keytool failed");
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      keys.load(file, PASSWORD);
    }
    byte[] chain = keys.getCertificate("server").getEncoded();
    byte[] key = Objects.requireNonNull(keys.getKey("server", PASSWORD)).getEncoded();
    return new Certificate(
        pem(directory.resolve("server.crt"), "CERTIFICATE", chain),
        pem(directory.resolve("server.key"), "PRIVATE KEY", key),
        trusting(keys.getCertificate("server")));
  }

  private static Path pem(Path file, String type, byte[] content) throws IOException {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type, text));
  }

  private static SSLContext trusting(java.security.cert.Certificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setCertificateEntry("server", certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
