package io.usercenter.platform.cli;

import picocli.CommandLine.Option;

/** Asks for output that programs read. */
final class JsonFlag {

  @Option(names = "--json", description = "Print JSON (see docs/cli.md for its schema).")
  boolean json;
}
