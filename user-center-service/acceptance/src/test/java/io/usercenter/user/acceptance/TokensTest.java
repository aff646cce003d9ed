package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that the service must not take, and the one that it must. */
@ExtendWith(WithServers.class)
class TokensTest {
  private static final String DETAIL = "/v1/user-center/user/detail";

  private final UserCenter userCenter;

  TokensTest(UserCenter userCenter) {
    this.userCenter = userCenter;
  }

  @Test
  void asksForATokenWithoutNamingAnError() {
    HttpResponse<String> response = userCenter.get(DETAIL);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("www-authenticate"))
        .contains("Bearer realm=\"user-center\"");
    assertThat(Problem.in(response).detail()).isEqualTo("an access token is required");
  }

  @Test
  void refusesAnExpiredToken() {
    String token = signed(claims().expirationTime(in(Duration.ofSeconds(-31))));

    assertThat(refusal(token)).isEqualTo("the access token has expired");
  }

  @Test
  void refusesATokenOfAnotherKey() throws JOSEException {
    SignedJWT token = new SignedJWT(header(JWSAlgorithm.HS256), claims().build());
    token.sign(new MACSigner("another secret that is long enough for HS256"));

    assertThat(refusal(token.serialize())).isEqualTo("the access token is not valid");
  }

  @Test
  void refusesAnUnsignedToken() {
    assertThat(refusal(new PlainJWT(claims().build()).serialize()))
        .isEqualTo("the access token is not valid");
  }

  @Test
  void refusesAnotherAlgorithmWithTheRightKey() throws JOSEException {
    SignedJWT token = new SignedJWT(header(JWSAlgorithm.HS384), claims().build());
    token.sign(new MACSigner((UserCenter.JWT_SECRET + UserCenter.JWT_SECRET)));

    assertThat(refusal(token.serialize())).isEqualTo("the access token is not valid");
  }

  @Test
  void refusesWrongClaims() {
    assertThat(
            List.of(
                refusal(signed(claims().audience("another-service"))),
                refusal(signed(claims().audience((String) null))),
                refusal(signed(claims().issuer("somebody"))),
                refusal(signed(claims().subject(null))),
                refusal(signed(claims().subject("not a number"))),
                refusal(signed(claims().claim("sid", null))),
                refusal(signed(claims().claim("sid", 7))),
                refusal(signed(claims().expirationTime(null))),
                refusal(signed(claims().notBeforeTime(in(Duration.ofMinutes(5)))))))
        .containsOnly("the access token is not valid");
  }

  @Test
  void refusesATokenWithAChangedClaim() {
    String[] parts = signed(claims()).split("\\.", -1);
    String forged = new PlainJWT(claims().subject("2").build()).serialize().split("\\.", -1)[1];

    assertThat(refusal(parts[0] + "." + forged + "." + parts[2]))
        .isEqualTo("the access token is not valid");
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer, the access token is not valid",
    "Bearer x, the access token is not valid",
    "Bearer a.b.c, the access token is not valid",
    "Basic dXNlcjpwYXNz, one bearer token is expected"
  })
  void refusesWhatIsNoToken(String header, String detail) {
    HttpResponse<String> response =
        userCenter.send(HttpRequest.newBuilder().header("Authorization", header), DETAIL);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(Problem.in(response).detail())
        .isEqualTo(header.equals("Bearer") ? "one bearer token is expected" : detail);
  }

  @Test
  void refusesTwoTokensAndAHugeOne() {
    HttpRequest.Builder two =
        HttpRequest.newBuilder()
            .header("Authorization", "Bearer " + signed(claims()))
            .header("Authorization", "Bearer " + signed(claims()));

    assertThat(Problem.in(userCenter.send(two, DETAIL)).detail())
        .isEqualTo("one bearer token is expected");
    assertThat(refusal("x".repeat(3000))).isEqualTo("one bearer token is expected");
  }

  @Test
  void keepsTokensOutOfTheLog() {
    String token = signed(claims().expirationTime(in(Duration.ofHours(-1))));

    refusal(token);

    assertThat(userCenter.apiLog()).doesNotContain(token).doesNotContain(token.split("\\.", -1)[2]);
  }

  private String refusal(String token) {
    HttpResponse<String> response =
        userCenter.send(
            HttpRequest.newBuilder().header("Authorization", "Bearer " + token), DETAIL);
    assertThat(response.statusCode()).as(token).isEqualTo(401);
    assertThat(response.headers().firstValue("www-authenticate"))
        .contains("Bearer realm=\"user-center\", error=\"invalid_token\"");
    return Problem.in(response).detail();
  }

  /** As the service makes them. */
  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("user-center")
        .audience("user-center")
        .subject("1")
        .claim("sid", UUID.randomUUID().toString())
        .claim("role", "user")
        .issueTime(in(Duration.ofSeconds(-10)))
        .expirationTime(in(Duration.ofMinutes(15)))
        .jwtID(UUID.randomUUID().toString());
  }

  private static Date in(Duration time) {
    return Date.from(Instant.now().plus(time));
  }

  private static JWSHeader header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).build();
  }

  private static String signed(JWTClaimsSet.Builder claims) {
    try {
      SignedJWT token = new SignedJWT(header(JWSAlgorithm.HS256), claims.build());
      token.sign(new MACSigner(UserCenter.JWT_SECRET));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
