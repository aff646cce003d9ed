package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Json;
import io.usercenter.platform.cli.console.Measures;
import io.usercenter.platform.cli.console.Styles.Style;
import io.usercenter.platform.cli.console.Table;
import io.usercenter.platform.cli.console.Table.Cell;
import io.usercenter.platform.image.EngineImages.Known;
import io.usercenter.platform.image.Labels;
import io.usercenter.platform.image.LocalImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the images of the stack and where they come from. */
@Command(
    name = "list",
    description = "Show the images of the stack, whether the engine has them, and what is in them.",
    footer = {"", "Example:", "  platform images list --json"})
@Exits({DONE, CONFIGURATION, UNREACHABLE})
final class ImagesListCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin JsonFlag json;

  private final Console console;
  private final StackImages.Opener images;

  /** Where an image comes from, as users are told. */
  private enum Origin {
    /** Made here. */
    LOCAL,
    /** Pulled, or made by somebody else. */
    UPSTREAM,
    MISSING,
    /** Missing, and it cannot be made here. */
    ABSENT
  }

  private record Row(String name, String reference, Origin origin, Optional<Known> known) {

    String version() {
      return known.map(it -> it.label(Labels.VERSION)).orElse("");
    }
  }

  ImagesListCommand(Console console, StackImages.Opener images) {
    this.console = console;
    this.images = images;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (StackImages open = images.open(stack.options())) {
      List<Row> rows = rows(open.local());
      console.answer(json.json ? json(rows, open.stack()) : text(rows, open.local().absent()));
      return DONE.status();
    }
  }

  private static List<Row> rows(LocalImages local) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    List<String> all = new ArrayList<>(local.names());
    local.absent().keySet().stream()
        .filter(name -> local.reference(name).isPresent())
        .forEach(all::add);
    for (String name : all) {
      Optional<Known> known = local.known(name);
      Origin none = local.absent().containsKey(name) ? Origin.ABSENT : Origin.MISSING;
      Origin origin = known.map(it -> it.local() ? Origin.LOCAL : Origin.UPSTREAM).orElse(none);
      rows.add(new Row(name, local.reference(name).orElse(""), origin, known));
    }
    return rows;
  }

  private String text(List<Row> rows, Map<String, String> reasons) {
    Table table = Table.titled("IMAGE", "NAME", "ORIGIN", "CONTAINS", "SIZE");
    for (Row row : rows) {
      Style style =
          switch (row.origin()) {
            case LOCAL, UPSTREAM -> Style.GOOD;
            case MISSING -> Style.CAUTION;
            case ABSENT -> Style.FAINT;
          };
      table.add(
          List.of(
              Cell.plain(row.name()),
              Cell.plain(row.reference()),
              new Cell(row.origin().name().toLowerCase(Locale.ROOT), style),
              Cell.plain(
                  row.origin() == Origin.ABSENT
                      ? reasons.getOrDefault(row.name(), "")
                      : row.version()),
              Cell.plain(row.known().map(it -> Measures.bytes(it.sizeBytes())).orElse(""))));
    }
    return table.render(console.outStyles());
  }

  private static String json(List<Row> rows, String stackName) {
    return Json.schema("platform.images/1")
        .put("stack", stackName)
        .put("images", rows.stream().map(ImagesListCommand::json).toList())
        .pretty();
  }

  private static Json json(Row row) {
    return Json.object()
        .put("service", row.name())
        .put("name", row.reference())
        .put("origin", row.origin().name().toLowerCase(Locale.ROOT))
        .put("version", row.version())
        .put("id", row.known().map(Known::id).orElse(null))
        .put("sizeBytes", row.known().map(Known::sizeBytes).orElse(null))
        .put(
            "sources",
            row.known()
                .map(it -> it.label(Labels.SOURCES))
                .filter(it -> !it.isEmpty())
                .map(it -> List.of(it.split(" ", -1)))
                .orElse(List.of()));
  }
}
