package io.usercenter.platform.docker;

import io.usercenter.platform.stack.Definition;
import io.usercenter.platform.stack.Stack;
import java.util.Map;

/** Names of containers, networks, volumes and images as Compose gives them. */
record Naming(Stack stack) {

  private Definition definition() {
    return stack.definition();
  }

  /**
   * @param number of the container, from 1
   */
  String container(String service, int number) {
    String own = Tree.text(definition().service(service), "container_name");
    return own.isEmpty() ? stack.name() + "-" + service + "-" + number : own;
  }

  String network(String key) {
    return named("networks", key);
  }

  String volume(String key) {
    return named("volumes", key);
  }

  private String named(String group, String key) {
    String name = Tree.text(definition().member(group, key), "name");
    return name.isEmpty() ? stack.name() + "_" + key : name;
  }

  /** The image a service runs from: pinned, or the one that is built for it. */
  String image(String service) {
    String pinned = Tree.text(definition().service(service), "image");
    return pinned.isEmpty() ? stack.name() + "-" + service : pinned;
  }

  /** How many containers a service has. */
  int scale(String service) {
    Map<String, ?> fields = definition().service(service);
    if (fields.get("scale") != null) {
      return (int) Tree.number(fields, "scale");
    }
    Map<String, ?> deploy = Tree.map(fields, "deploy");
    return deploy.get("replicas") == null ? 1 : (int) Tree.number(deploy, "replicas");
  }
}
