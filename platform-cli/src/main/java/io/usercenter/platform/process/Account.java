package io.usercenter.platform.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;

/** Who runs the servers: the user, or an account without rights when the user is root. */
public sealed interface Account {

  /** The account of the user who runs platform. */
  record Own(String name) implements Account {}

  /** Another account, taken on with setpriv(1) by root. */
  record Other(String name, String group) implements Account {}

  /** Servers such as PostgreSQL and Elasticsearch refuse to run as root. */
  static Account forUser(String user) {
    return user.equals("root") ? new Other("nobody", "nogroup") : new Own(user);
  }

  String name();

  /** The command line that runs a command as this account, with an environment of its own. */
  default List<String> command(List<String> command) {
    return switch (this) {
      case Own _ -> command;
      case Other(String name, String group) -> {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("setpriv", "--reuid", name, "--regid", group, "--clear-groups", "--"));
        words.addAll(command);
        yield words;
      }
    };
  }

  /** Makes a directory that only this account can enter; its parent must be the user's own. */
  default void makePrivateDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(directory, PosixFileAttributeView.class);
    view.setPermissions(PosixFilePermissions.fromString("rwx------"));
    if (this instanceof Other(String name, String group)) {
      UserPrincipalLookupService accounts =
          directory.getFileSystem().getUserPrincipalLookupService();
      view.setOwner(accounts.lookupPrincipalByName(name));
      view.setGroup(accounts.lookupPrincipalByGroupName(group));
    }
  }
}
