package io.usercenter.platform.cli;

/** What commands reach outside the program; each part is only asked for by commands that use it. */
public interface World {

  Workspace workspace();

  Doctor doctor();

  Verifier verifier();

  StackImages.Opener images();

  Bundles bundles();

  Dockerfiles dockerfiles();

  Boards boards();
}
