package io.usercenter.user.model;

/** What an account may do. */
public enum Role {
  USER,
  ADMIN
}
