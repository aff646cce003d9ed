package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.error.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives the engine the images of an archive. */
@Command(
    name = "load",
    description = "Give the engine the images of an archive.",
    footer = {"", "Example:", "  platform images load --input images.tar.gz"})
@Exits({DONE, FAILED, UNREACHABLE})
final class ImagesLoadCommand implements Callable<Integer> {

  @Mixin StackFlags stack;

  @Option(
      names = {"-i", "--input"},
      required = true,
      paramLabel = "FILE",
      description = "What `platform images save` or `docker save` wrote; may be gzipped.")
  Path input;

  private final Console console;
  private final StackImages.Opener images;

  ImagesLoadCommand(Console console, StackImages.Opener images) {
    this.console = console;
    this.images = images;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (StackImages open = images.open(stack.options());
        InputStream file = new BufferedInputStream(Files.newInputStream(input), 1 << 16)) {
      // Not every engine unpacks: what arrives there is plain.
      file.mark(2);
      boolean packed = file.read() == 0x1f && file.read() == 0x8b;
      file.reset();
      open.engine()
          .load(
              packed ? new GZIPInputStream(file, 1 << 16) : file,
              input.toString(),
              (_, _, _) -> {});
      console.answer("loaded " + input + "\n");
      return DONE.status();
    } catch (IOException failure) {
      throw new UserError(
          FAILED,
          "the archive cannot be read",
          input.toString(),
          String.valueOf(failure),
          "name a file that `platform images save` wrote");
    }
  }
}
