package io.usercenter.platform.artifact;

/** Hears how far fetching is; called from several threads at once. */
@FunctionalInterface
public interface FetchListener {

  void heard(FetchEvent event);
}
