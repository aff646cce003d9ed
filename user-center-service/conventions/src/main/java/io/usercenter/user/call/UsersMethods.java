package io.usercenter.user.call;

import com.google.protobuf.Message;
import io.usercenter.user.contract.DeleteUserRequest;
import io.usercenter.user.contract.DeleteUserResponse;
import io.usercenter.user.contract.FindUserRequest;
import io.usercenter.user.contract.FindUserResponse;
import io.usercenter.user.contract.GetUserRequest;
import io.usercenter.user.contract.ListUsersRequest;
import io.usercenter.user.contract.ListUsersResponse;
import io.usercenter.user.contract.LoginRequest;
import io.usercenter.user.contract.LogoutRequest;
import io.usercenter.user.contract.LogoutResponse;
import io.usercenter.user.contract.RefreshRequest;
import io.usercenter.user.contract.RegisterRequest;
import io.usercenter.user.contract.SearchUsersRequest;
import io.usercenter.user.contract.SearchUsersResponse;
import io.usercenter.user.contract.Session;
import io.usercenter.user.contract.UpdateUserRequest;
import io.usercenter.user.contract.User;
import java.util.Set;

/** The methods of {@code usercenter.Users}; users.proto says what each answers. */
public final class UsersMethods {
  public static final String SERVICE = "usercenter.Users";

  public static final Method<FindUserRequest, FindUserResponse> FIND_USER =
      method(
          "FindUser", FindUserRequest.getDefaultInstance(), FindUserResponse.getDefaultInstance());

  public static final Method<RegisterRequest, User> REGISTER =
      method("Register", RegisterRequest.getDefaultInstance(), User.getDefaultInstance());

  public static final Method<LoginRequest, Session> LOGIN =
      method("Login", LoginRequest.getDefaultInstance(), Session.getDefaultInstance());

  public static final Method<RefreshRequest, Session> REFRESH =
      method("Refresh", RefreshRequest.getDefaultInstance(), Session.getDefaultInstance());

  public static final Method<LogoutRequest, LogoutResponse> LOGOUT =
      method("Logout", LogoutRequest.getDefaultInstance(), LogoutResponse.getDefaultInstance());

  public static final Method<GetUserRequest, User> GET_USER =
      method("GetUser", GetUserRequest.getDefaultInstance(), User.getDefaultInstance());

  public static final Method<UpdateUserRequest, User> UPDATE_USER =
      method("UpdateUser", UpdateUserRequest.getDefaultInstance(), User.getDefaultInstance());

  public static final Method<DeleteUserRequest, DeleteUserResponse> DELETE_USER =
      method(
          "DeleteUser",
          DeleteUserRequest.getDefaultInstance(),
          DeleteUserResponse.getDefaultInstance());

  public static final Method<SearchUsersRequest, SearchUsersResponse> SEARCH_USERS =
      method(
          "SearchUsers",
          SearchUsersRequest.getDefaultInstance(),
          SearchUsersResponse.getDefaultInstance());

  public static final Method<ListUsersRequest, ListUsersResponse> LIST_USERS =
      method(
          "ListUsers",
          ListUsersRequest.getDefaultInstance(),
          ListUsersResponse.getDefaultInstance());

  /** Those that may hash a password, on few threads of the least priority. */
  public static final Set<Method<?, ?>> HASHING = Set.of(REGISTER, LOGIN, UPDATE_USER);

  private UsersMethods() {}

  private static <Q extends Message, A extends Message> Method<Q, A> method(
      String name, Q request, A answer) {
    return Method.of(SERVICE, name, request, answer);
  }
}
