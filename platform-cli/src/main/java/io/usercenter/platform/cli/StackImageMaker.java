package io.usercenter.platform.cli;

import io.usercenter.platform.docker.ImageMaker;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.image.LocalImages;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the images of a stack; reads how only when it is first asked. */
final class StackImageMaker implements ImageMaker {

  private final Supplier<LocalImages> opener;
  private @Nullable LocalImages images;

  StackImageMaker(Supplier<LocalImages> opener) {
    this.opener = opener;
  }

  private synchronized LocalImages images() {
    if (images == null) {
      images = opener.get();
    }
    return images;
  }

  @Override
  public boolean makes(String service) {
    return images().names().contains(service);
  }

  @Override
  public boolean make(String service, Progress progress) throws InterruptedException {
    if (!makes(service)) {
      return false;
    }
    progress.report("making the image of " + service, 0, 0);
    images().build(service, false, progress);
    return images().known(service).isPresent();
  }

  @Override
  public synchronized void close() {
    if (images != null) {
      images.close();
    }
  }
}
