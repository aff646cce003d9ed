package io.usercenter.platform.compose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** PLACEHOLDER until the loader is merged: the canonical model of one Compose project. */
public record Project(String name, Map<String, Object> tree) {

  public Project {
    tree = Collections.unmodifiableMap(new LinkedHashMap<>(tree));
  }
}
