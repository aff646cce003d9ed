package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.DeleteUserRequest;
import io.usercenter.user.contract.ListUsersRequest;
import io.usercenter.user.contract.ListUsersResponse;
import io.usercenter.user.contract.RegisterRequest;
import io.usercenter.user.contract.Role;
import io.usercenter.user.contract.Session;
import io.usercenter.user.contract.UpdateUserRequest;
import io.usercenter.user.contract.User;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServers.class)
class AccountsTest {
  private final Rpc rpc;

  AccountsTest(Rpc rpc) {
    this.rpc = rpc;
  }

  @Test
  void registersAUserWhoCanLogInAtOnce(UserCenter userCenter) {
    User user =
        rpc.call(
            UsersMethods.REGISTER,
            RegisterRequest.newBuilder()
                .setUsername("李雷.01")
                .setEmail("lilei@example.com")
                .setPassword("a long 密码")
                .setNickname("雷雷")
                .setBio("写代码\nand tea")
                .build());

    Session session = rpc.login("李雷.01", "a long 密码");

    assertThat(rpc.get(session)).isEqualTo(user);
    assertThat(user.getRole()).isEqualTo(Role.ROLE_USER);
    assertThat(user.getNickname()).isEqualTo("雷雷");
    assertThat(rpc.find(user.getId())).isEqualTo("李雷.01");
    assertThat(
            userCenter
                .postgres()
                .number(
                    "SELECT count(*) FROM users WHERE id = %d AND version = 1 AND length(password_hash) <= 100 AND password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%%'"
                        .formatted(user.getId())))
        .isEqualTo(1);
  }

  @Test
  void refusesAUsernameOrEmailThatDiffersByCaseOnly() {
    rpc.register("Taken-Name", "Taken@Example.com");

    assertThatThrownBy(() -> rpc.register("taken-name", "free@example.com"))
        .hasMessage("ALREADY_EXISTS: username is taken");
    assertThatThrownBy(() -> rpc.register("free-name", "taken@example.com"))
        .hasMessage("ALREADY_EXISTS: email is taken");
  }

  @Test
  void letsExactlyOneOfFiftyHaveAUsername(UserCenter userCenter) throws InterruptedException {
    List<Callable<String>> attempts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String email = "wanted" + i + "@example.com";
      attempts.add(() -> outcome("Wanted", email));
    }

    List<String> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> attempt : threads.invokeAll(attempts)) {
        outcomes.add(attempt.resultNow());
      }
    }

    assertThat(outcomes).containsOnlyOnce("registered");
    assertThat(outcomes)
        .filteredOn(outcome -> !outcome.equals("registered"))
        .hasSize(49)
        .containsOnly("ALREADY_EXISTS: username is taken");
    assertThat(userCenter.postgres().number("SELECT count(*) FROM users WHERE username = 'Wanted'"))
        .isEqualTo(1);
  }

  @Test
  void namesEveryWrongField() {
    RegisterRequest request =
        RegisterRequest.newBuilder()
            .setUsername("a b")
            .setEmail("nobody")
            .setPassword("short")
            .setNickname("x".repeat(51))
            .setBio("\u0000")
            .build();

    assertThatThrownBy(() -> rpc.call(UsersMethods.REGISTER, request))
        .hasMessageStartingWith("INVALID_ARGUMENT: username must be")
        .hasMessageContainingAll("email must", "password must", "nickname must", "bio must");
  }

  @Test
  void changesOnlyWhatIsSet(UserCenter userCenter) {
    Session session = rpc.registerAndLogin("changing");
    User before = rpc.get(session);

    User after =
        rpc.call(
            UsersMethods.UPDATE_USER,
            UpdateUserRequest.newBuilder()
                .setCaller(Rpc.caller(session))
                .setNickname("Chan")
                .build());

    assertThat(after.toBuilder().setUpdatedAt(before.getUpdatedAt()).setNickname("").build())
        .isEqualTo(before);
    assertThat(after.getNickname()).isEqualTo("Chan");
    assertThat(
            userCenter
                .postgres()
                .number("SELECT version FROM users WHERE id = " + session.getUserId()))
        .isEqualTo(2);
    rpc.register("in-the-way");
    assertThatThrownBy(() -> rpc.changeEmail(session, "IN-the-way@example.com"))
        .hasMessage("ALREADY_EXISTS: email is taken");
  }

  @Test
  void deletesTheCallerWithAllSessions(UserCenter userCenter) {
    Session session = rpc.registerAndLogin("leaving");
    rpc.find(session.getUserId());

    rpc.call(
        UsersMethods.DELETE_USER,
        DeleteUserRequest.newBuilder().setCaller(Rpc.caller(session)).build());

    assertThatThrownBy(() -> rpc.find(session.getUserId())).hasMessageStartingWith("NOT_FOUND");
    assertThatThrownBy(() -> rpc.get(session)).hasMessageStartingWith("UNAUTHENTICATED");
    assertThatThrownBy(() -> rpc.login("leaving", Rpc.PASSWORD))
        .hasMessage("UNAUTHENTICATED: wrong username or password");
    assertThat(
            userCenter
                .postgres()
                .number("SELECT count(*) FROM sessions WHERE user_id = " + session.getUserId()))
        .isZero();
  }

  @Test
  void listsAllUsersOnceForAdministratorsOnly(UserCenter userCenter) {
    Session session = rpc.registerAndLogin("root-of-all");
    assertThatThrownBy(() -> list(session, 10, ""))
        .hasMessage("PERMISSION_DENIED: administrators only");
    userCenter
        .postgres()
        .number(
            "UPDATE users SET role = 'admin' WHERE id = %d RETURNING id"
                .formatted(session.getUserId()));

    List<Long> ids = new ArrayList<>();
    String cursor = "";
    do {
      ListUsersResponse page = list(session, 3, cursor);
      page.getUsersList().forEach(user -> ids.add(user.getId()));
      cursor = page.getNextCursor();
    } while (!cursor.isEmpty());

    assertThat(ids).isSorted().doesNotHaveDuplicates().contains(1L, 2L, 3L, session.getUserId());
    assertThatThrownBy(() -> list(session, 101, "")).hasMessageContaining("limit must be 1 to 100");
    assertThatThrownBy(() -> list(session, 10, "nonsense")).hasMessageContaining("cursor");
  }

  private ListUsersResponse list(Session session, int limit, String cursor) {
    return rpc.call(
        UsersMethods.LIST_USERS,
        ListUsersRequest.newBuilder()
            .setCaller(Rpc.caller(session))
            .setLimit(limit)
            .setCursor(cursor)
            .build());
  }

  private String outcome(String username, String email) {
    try {
      rpc.register(username, email);
      return "registered";
    } catch (Rpc.Refusal refusal) {
      return String.valueOf(refusal.getMessage());
    }
  }
}
