package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Measures;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes images into one archive. */
@Command(
    name = "save",
    description = "Write images of the stack into one archive that every engine loads.",
    footer = {"", "Example:", "  platform images save --output images.tar.gz"})
@Exits({DONE, FAILED, CONFIGURATION, NOT_RUNNING, UNREACHABLE})
final class ImagesSaveCommand implements Callable<Integer> {

  @Mixin StackFlags stack;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "0..*",
      description = "Services whose image is written. Default: all that the engine has.")
  List<String> names = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The archive; compressed when its name ends in .gz.")
  Path output;

  private final Console console;
  private final StackImages.Opener images;

  ImagesSaveCommand(Console console, StackImages.Opener images) {
    this.console = console;
    this.images = images;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (StackImages open = images.open(stack.options())) {
      List<String> references = references(open);
      Path part = output.resolveSibling(output.getFileName() + ".part");
      try {
        try (OutputStream file = Files.newOutputStream(part);
            OutputStream target =
                output.toString().endsWith(".gz") ? new GZIPOutputStream(file, 1 << 16) : file) {
          open.engine().save(references, target);
        }
        Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
        console.answer(
            "%s: %d images, %s%n"
                .formatted(output, references.size(), Measures.bytes(Files.size(output))));
      } catch (IOException failure) {
        Files.deleteIfExists(part);
        throw new UserError(
            FAILED,
            "the images could not be written",
            output.toString(),
            String.valueOf(failure.getMessage()),
            "name a file in a directory with room that can be written to");
      }
      return DONE.status();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private List<String> references(StackImages open) throws InterruptedException {
    List<String> references = new ArrayList<>();
    for (String name : names.isEmpty() ? open.local().names() : names) {
      String reference = open.local().reference(name).orElse(name);
      if (open.engine().find(reference).isPresent()) {
        references.add(reference);
      } else if (!names.isEmpty()) {
        throw new UserError(
            NOT_RUNNING,
            "the engine has no image '" + reference + "'",
            "image " + name,
            "it was neither made nor pulled",
            "platform images build " + name);
      }
    }
    return references;
  }
}
