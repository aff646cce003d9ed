package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.LogoutRequest;
import io.usercenter.user.contract.RefreshRequest;
import io.usercenter.user.contract.Session;
import io.usercenter.user.contract.UpdateUserRequest;
import io.vertx.grpc.common.GrpcStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServers.class)
class SessionsTest {
  private final Rpc rpc;

  SessionsTest(Rpc rpc) {
    this.rpc = rpc;
  }

  @Test
  void refusesAWrongPasswordAndNobodyAlike() {
    rpc.register("someone");

    assertThatThrownBy(() -> rpc.login("someone", "wrong password"))
        .hasMessage("UNAUTHENTICATED: wrong username or password");
    assertThatThrownBy(() -> rpc.login("no-one-at-all", "wrong password"))
        .hasMessage("UNAUTHENTICATED: wrong username or password");
    assertThatThrownBy(() -> rpc.login("user1", "!"))
        .hasMessage("UNAUTHENTICATED: wrong username or password");
  }

  @Test
  void continuesASessionWithEachTokenOnce() {
    Session first = rpc.registerAndLogin("refreshing");

    Session second = refresh(first);

    assertThat(second.getSessionId()).isEqualTo(first.getSessionId());
    assertThat(second.getRefreshToken()).isNotEqualTo(first.getRefreshToken());
    assertThat(rpc.get(second).getUsername()).isEqualTo("refreshing");
  }

  @Test
  void closesTheSessionWhoseTokenIsUsedTwiceHoweverOldTheTokenIs() {
    Session first = rpc.registerAndLogin("robbed");
    Session third = refresh(refresh(first));

    assertThatThrownBy(() -> refresh(first)).hasMessageStartingWith("UNAUTHENTICATED");

    assertThatThrownBy(() -> refresh(third)).hasMessageStartingWith("UNAUTHENTICATED");
    assertThatThrownBy(() -> rpc.get(third)).hasMessage("UNAUTHENTICATED: the session is closed");
  }

  @Test
  void storesNoTokenInTheClear(UserCenter userCenter) {
    Session session = rpc.registerAndLogin("hashed-token");

    long plain =
        userCenter
            .postgres()
            .number(
                "SELECT count(*) FROM sessions WHERE id = '%s' AND decode(translate('%s', '-_', '+/'), 'base64') IN (family_hash || refresh_hash, family_hash, refresh_hash)"
                    .formatted(session.getSessionId(), session.getRefreshToken()));

    assertThat(session.getRefreshToken()).matches("[A-Za-z0-9_-]{64}");
    assertThat(plain).isZero();
  }

  @Test
  void refusesAnExpiredSession(UserCenter userCenter) {
    Session session = rpc.registerAndLogin("expired");

    userCenter
        .postgres()
        .number(
            "UPDATE sessions SET expires_at = now() WHERE id = '%s' RETURNING 1"
                .formatted(session.getSessionId()));

    assertThatThrownBy(() -> rpc.get(session)).hasMessageStartingWith("UNAUTHENTICATED");
    assertThatThrownBy(() -> refresh(session)).hasMessageStartingWith("UNAUTHENTICATED");
  }

  @Test
  void closesOneSessionOrAll() {
    Session one = rpc.registerAndLogin("leaving-home");
    Session two = rpc.login("LEAVING-home", Rpc.PASSWORD);
    Session three = rpc.login("leaving-home", Rpc.PASSWORD);

    logout(one, false);
    logout(one, false);

    assertThatThrownBy(() -> rpc.get(one)).hasMessageStartingWith("UNAUTHENTICATED");
    assertThat(rpc.get(two).getUsername()).isEqualTo("leaving-home");
    logout(two, true);
    assertThatThrownBy(() -> rpc.get(three)).hasMessageStartingWith("UNAUTHENTICATED");
  }

  @Test
  void changesAPasswordOnlyForItsOwnerAndClosesAllOtherSessions() {
    Session here = rpc.registerAndLogin("new-password");
    Session elsewhere = rpc.login("new-password", Rpc.PASSWORD);
    assertThatThrownBy(() -> changePassword(here, "wrong password"))
        .hasMessage("PERMISSION_DENIED: current_password is wrong");

    changePassword(here, Rpc.PASSWORD);

    assertThat(rpc.get(here).getUsername()).isEqualTo("new-password");
    assertThatThrownBy(() -> rpc.get(elsewhere)).hasMessageStartingWith("UNAUTHENTICATED");
    assertThatThrownBy(() -> rpc.login("new-password", Rpc.PASSWORD))
        .hasMessageStartingWith("UNAUTHENTICATED");
    assertThat(rpc.login("new-password", "battery staple").getUserId()).isEqualTo(here.getUserId());
  }

  @Test
  void keepsTwentySessionsOfAnAccount(UserCenter userCenter) {
    Session first = rpc.registerAndLogin("many-devices");
    for (int i = 0; i < 20; i++) {
      rpc.login("many-devices", Rpc.PASSWORD);
    }

    assertThatThrownBy(() -> rpc.get(first)).hasMessageStartingWith("UNAUTHENTICATED");
    assertThat(
            userCenter
                .postgres()
                .number("SELECT count(*) FROM sessions WHERE user_id = " + first.getUserId()))
        .isEqualTo(20);
  }

  @Test
  void letsAnAccountRestAfterFiveFailuresWhetherItExistsOrNot(UserCenter userCenter) {
    rpc.register("guessed");
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> rpc.login("guessed", "wrong password"))
          .hasMessageStartingWith("UNAUTHENTICATED");
      assertThatThrownBy(() -> rpc.login("ghost-account", "wrong password"))
          .hasMessageStartingWith("UNAUTHENTICATED");
    }

    for (String name : new String[] {"Guessed", "ghost-account"}) {
      assertThatThrownBy(() -> rpc.login(name, Rpc.PASSWORD))
          .isInstanceOfSatisfying(
              Rpc.Refusal.class,
              refusal -> {
                assertThat(refusal.status).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
                assertThat(Integer.parseInt(refusal.retryAfter)).isBetween(1, 30);
              });
    }
    assertThat(userCenter.rpcMetrics()).contains("user_center_login_lockouts_total 2.0");
  }

  @Test
  void forgetsFailuresAfterASuccess() {
    rpc.register("forgetful");
    for (int i = 0; i < 9; i++) {
      assertThatThrownBy(() -> rpc.login("forgetful", "wrong password"))
          .hasMessageStartingWith("UNAUTHENTICATED");
      rpc.login("forgetful", Rpc.PASSWORD);
    }

    assertThat(rpc.login("forgetful", Rpc.PASSWORD).getUsername()).isEqualTo("forgetful");
  }

  @Test
  void takesOverAnAncestorsBcryptHash(UserCenter userCenter) {
    String bcrypt = "$2a$04$abcdefghijklmnopqrstuuNItg7PlV.Xq8DaVahdyV/glrK/lqFRq";
    long id = userCenter.postgres().insertUser("ancestor");
    userCenter
        .postgres()
        .number(
            "UPDATE users SET password_hash = '%s' WHERE id = %d RETURNING 1"
                .formatted(bcrypt, id));

    assertThat(rpc.login("ancestor", "ancestral secret").getUserId()).isEqualTo(id);

    assertThat(
            userCenter
                .postgres()
                .number(
                    "SELECT count(*) FROM users WHERE password_hash LIKE '$argon2id$%%' AND id = "
                        + id))
        .isEqualTo(1);
    assertThat(rpc.login("ancestor", "ancestral secret").getUserId()).isEqualTo(id);
  }

  private Session refresh(Session session) {
    return rpc.call(
        UsersMethods.REFRESH,
        RefreshRequest.newBuilder().setRefreshToken(session.getRefreshToken()).build());
  }

  private void logout(Session session, boolean everywhere) {
    rpc.call(
        UsersMethods.LOGOUT,
        LogoutRequest.newBuilder()
            .setCaller(Rpc.caller(session))
            .setEverywhere(everywhere)
            .build());
  }

  private void changePassword(Session session, String current) {
    rpc.call(
        UsersMethods.UPDATE_USER,
        UpdateUserRequest.newBuilder()
            .setCaller(Rpc.caller(session))
            .setNewPassword("battery staple")
            .setCurrentPassword(current)
            .build());
  }
}
