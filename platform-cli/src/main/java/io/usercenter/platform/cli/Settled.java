package io.usercenter.platform.cli;

import io.usercenter.platform.cli.StackOptions.Choice;
import io.usercenter.platform.cli.StackOptions.Environment;
import io.usercenter.platform.process.StackDirectory;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where and how a stack was brought up, kept with the stack: a later command that says nothing else
 * means the same.
 */
record Settled(Environment environment, int portOffset, boolean expose, Choice runtime) {

  private static final Settled AT_FIRST = new Settled(Environment.DEV, 0, false, Choice.AUTO);

  /** What is asked for, completed by what the file remembers. */
  static Settled of(StackOptions asked, Path file) {
    Settled before = read(file);
    return new Settled(
        Optional.ofNullable(asked.environment()).orElse(before.environment()),
        Optional.ofNullable(asked.placement().portOffset()).orElse(before.portOffset()),
        Optional.ofNullable(asked.placement().expose()).orElse(before.expose()),
        Optional.ofNullable(asked.placement().runtime()).orElse(before.runtime()));
  }

  Settled on(Choice chosen) {
    return new Settled(environment, portOffset, expose, chosen);
  }

  private static Settled read(Path file) {
    if (!Files.exists(file)) {
      return AT_FIRST;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new Settled(
        Environment.valueOf(properties.getProperty("environment")),
        Integer.parseInt(properties.getProperty("portOffset")),
        Boolean.parseBoolean(properties.getProperty("expose")),
        // Stacks of a time when there was one runtime only.
        Choice.valueOf(properties.getProperty("runtime", Choice.NATIVE.name())));
  }

  void write(StackDirectory directory) {
    if (Files.exists(directory.settled()) && equals(read(directory.settled()))) {
      return;
    }
    try {
      directory.settle(
          "environment=%s%nportOffset=%d%nexpose=%b%nruntime=%s%n"
              .formatted(environment, portOffset, expose, runtime));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
