package io.usercenter.platform.docker;

import io.usercenter.platform.execute.Progress;

/** Makes images that cannot be pulled. */
public interface ImageMaker extends AutoCloseable {

  /** One that can make none. */
  ImageMaker NONE =
      new ImageMaker() {
        @Override
        public boolean makes(String service) {
          return false;
        }

        @Override
        public boolean make(String service, Progress progress) {
          return false;
        }

        @Override
        public void close() {}
      };

  /** Whether it knows how to make the image of a service. */
  boolean makes(String service);

  /**
   * Gives the engine the image of a service, unless it has it as it would be made now.
   *
   * @return whether the engine has it; false when nobody here knows how to make it
   * @throws io.usercenter.platform.error.UserError when it should be possible and failed
   */
  boolean make(String service, Progress progress) throws InterruptedException;

  @Override
  void close();
}
