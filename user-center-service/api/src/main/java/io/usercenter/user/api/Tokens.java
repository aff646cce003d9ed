package io.usercenter.user.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.usercenter.user.contract.Caller;
import io.usercenter.user.contract.Role;
import io.usercenter.user.contract.Session;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.UUID;

/** Access tokens: JWTs (RFC 7519) signed with HS256 that say who calls. Threads may share one. */
final class Tokens {
  private static final String OURS = "user-center";
  private static final int LEEWAY_SECONDS = 30;
  private static final JWSHeader HEADER =
      new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();

  private final Auth auth;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /** Whom a token names, and for how long, leeway included. */
  record Verified(Caller caller, Instant until) {}

  Tokens(Auth auth) {
    this.auth = auth;
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            OURS,
            new JWTClaimsSet.Builder().issuer(OURS).build(),
            Set.of("sub", "sid", "iat", "exp", "jti"));
    claims.setMaxClockSkew(LEEWAY_SECONDS);
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(JWSAlgorithm.HS256, new ImmutableSecret<>(auth.key())));
    processor.setJWTClaimsSetVerifier(claims);
  }

  Duration expire() {
    return auth.expire();
  }

  String issue(Session session) {
    Instant now = Instant.now();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(OURS)
            .audience(OURS)
            .subject(Long.toString(session.getUserId()))
            .claim("sid", session.getSessionId())
            .claim("role", session.getRole() == Role.ROLE_ADMIN ? "admin" : "user")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(auth.expire())))
            .jwtID(UUID.randomUUID().toString())
            .build();
    SignedJWT token = new SignedJWT(HEADER, claims);
    try {
      token.sign(new MACSigner(auth.key()));
    } catch (JOSEException e) {
      throw new IllegalStateException("HS256 cannot be computed", e);
    }
    return token.serialize();
  }

  /** Fails with 401. */
  Verified verify(String token) {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      Caller caller =
          Caller.newBuilder()
              .setUserId(Long.parseLong(claims.getSubject()))
              .setSessionId(claims.getStringClaim("sid"))
              .build();
      return new Verified(
          caller, claims.getExpirationTime().toInstant().plusSeconds(LEEWAY_SECONDS));
    } catch (ExpiredJWTException e) {
      throw expired();
    } catch (ParseException | BadJOSEException | JOSEException | NumberFormatException e) {
      throw Failures.unauthenticated("the access token is not valid", "invalid_token");
    }
  }

  static HttpFailure expired() {
    return Failures.unauthenticated("the access token has expired", "invalid_token");
  }
}
