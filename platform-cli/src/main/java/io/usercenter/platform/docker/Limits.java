package io.usercenter.platform.docker;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a container may take of the machine, in the engine's words. */
final class Limits {

  private static final List<Pair> NUMBERS =
      List.of(
          new Pair("mem_limit", "Memory"),
          new Pair("memswap_limit", "MemorySwap"),
          new Pair("mem_swappiness", "MemorySwappiness"),
          new Pair("mem_reservation", "MemoryReservation"),
          new Pair("cpu_count", "CpuCount"),
          new Pair("cpu_percent", "CpuPercent"),
          new Pair("cpu_period", "CpuPeriod"),
          new Pair("cpu_quota", "CpuQuota"),
          new Pair("cpu_rt_period", "CpuRealtimePeriod"),
          new Pair("cpu_rt_runtime", "CpuRealtimeRuntime"),
          new Pair("cpu_shares", "CpuShares"),
          new Pair("pids_limit", "PidsLimit"),
          new Pair("oom_score_adj", "OomScoreAdj"),
          new Pair("shm_size", "ShmSize"));

  /** A key of Compose and the engine's. */
  private record Pair(String compose, String engine) {}

  private Limits() {}

  static void add(Map<String, ?> fields, Map<String, Object> host) {
    for (Pair pair : NUMBERS) {
      if (fields.get(pair.compose()) != null) {
        host.put(pair.engine(), number(pair.compose(), fields));
      }
    }
    nanoCpus(fields, "cpus", host);
    if (fields.get("cpuset") != null) {
      host.put("CpusetCpus", Tree.text(fields, "cpuset"));
    }
    if (Tree.truth(fields, "oom_kill_disable")) {
      host.put("OomKillDisable", true);
    }
    blockIo(Tree.map(fields, "blkio_config"), host);
    ulimits(Tree.map(fields, "ulimits"), host);
    Map<String, Object> resources = Tree.map(Tree.map(fields, "deploy"), "resources");
    deployed(resources, host);
    List<Object> requests = new ArrayList<>(Tree.list(fields, "gpus"));
    int gpus = requests.size();
    requests.addAll(Tree.list(Tree.map(resources, "reservations"), "devices"));
    devices(fields, requests, gpus, host);
  }

  // Real-time CPU settings are microseconds or durations.
  private static long number(String key, Map<String, ?> fields) {
    String text = Tree.text(fields, key);
    return key.startsWith("cpu_rt") && text.matches(".*[a-z]$")
        ? Units.nanos(text) / 1000
        : Tree.number(fields, key);
  }

  private static void nanoCpus(Map<String, ?> fields, String key, Map<String, Object> host) {
    String cpus = Tree.text(fields, key);
    if (!cpus.isEmpty()) {
      host.put("NanoCpus", new BigDecimal(cpus).movePointRight(9).longValue());
    }
  }

  private static void deployed(Map<String, ?> resources, Map<String, Object> host) {
    Map<String, Object> most = Tree.map(resources, "limits");
    nanoCpus(most, "cpus", host);
    if (most.get("memory") != null) {
      host.put("Memory", Tree.number(most, "memory"));
    }
    if (most.get("pids") != null) {
      host.put("PidsLimit", Tree.number(most, "pids"));
    }
    Map<String, Object> least = Tree.map(resources, "reservations");
    if (least.get("memory") != null) {
      host.put("MemoryReservation", Tree.number(least, "memory"));
    }
  }

  private static void ulimits(Map<String, Object> ulimits, Map<String, Object> host) {
    List<Object> list = new ArrayList<>();
    ulimits.forEach((name, value) -> {
      Map<String, Object> both = Tree.map(value);
      long soft = both.isEmpty() ? Tree.number(ulimits, name) : Tree.number(both, "soft");
      long hard = both.isEmpty() ? soft : Tree.number(both, "hard");
      list.add(Map.of("Name", name, "Soft", soft, "Hard", hard));
    });
    if (!list.isEmpty()) {
      host.put("Ulimits", list);
    }
  }

  private static void blockIo(Map<String, Object> settings, Map<String, Object> host) {
    if (settings.get("weight") != null) {
      host.put("BlkioWeight", Tree.number(settings, "weight"));
    }
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("weight_device", "BlkioWeightDevice");
    keys.put("device_read_bps", "BlkioDeviceReadBps");
    keys.put("device_read_iops", "BlkioDeviceReadIOps");
    keys.put("device_write_bps", "BlkioDeviceWriteBps");
    keys.put("device_write_iops", "BlkioDeviceWriteIOps");
    keys.forEach((compose, engine) -> {
      List<Object> list = new ArrayList<>();
      for (Object entry : Tree.list(settings, compose)) {
        Map<String, Object> device = Tree.map(entry);
        String rate = device.containsKey("Weight") ? "Weight" : "Rate";
        list.add(Map.of("Path", Tree.text(device, "Path"), rate, Tree.number(device, rate)));
      }
      if (!list.isEmpty()) {
        host.put(engine, list);
      }
    });
  }

  /** Devices of the host, and requests for those that a driver hands out. */
  private static void devices(
      Map<String, ?> fields, List<Object> requested, int gpus, Map<String, Object> host) {
    List<Object> devices = new ArrayList<>();
    List<Object> requests = new ArrayList<>();
    List<String> byName = new ArrayList<>();
    for (Object entry : Tree.list(fields, "devices")) {
      Map<String, Object> device = Tree.map(entry);
      String source = Tree.text(device, "source");
      // What the Container Device Interface calls vendor/class=name is no path of the host.
      if (source.matches("[^/]+/[^/]+=[^/]+") && source.equals(Tree.text(device, "target"))) {
        byName.add(source);
      } else {
        devices.add(
            Map.of(
                "PathOnHost", source,
                "PathInContainer", Tree.text(device, "target"),
                "CgroupPermissions", Tree.text(device, "permissions")));
      }
    }
    for (int index = 0; index < requested.size(); index++) {
      requests.add(request(Tree.map(requested.get(index)), index < gpus));
    }
    if (!byName.isEmpty()) {
      requests.add(Map.of("Driver", "cdi", "DeviceIDs", byName));
    }
    if (!devices.isEmpty()) {
      host.put("Devices", devices);
    }
    if (!requests.isEmpty()) {
      host.put("DeviceRequests", requests);
    }
    if (!Tree.list(fields, "device_cgroup_rules").isEmpty()) {
      host.put("DeviceCgroupRules", Tree.list(fields, "device_cgroup_rules"));
    }
  }

  private static Map<String, Object> request(Map<String, Object> device, boolean gpu) {
    List<String> capabilities = new ArrayList<>(Tree.texts(device, "capabilities"));
    if (gpu && !capabilities.contains("gpu")) {
      capabilities.add("gpu");
    }
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("Driver", Tree.text(device, "driver"));
    String count = Tree.text(device, "count");
    request.put("Count", count.equals("all") ? -1 : Tree.number(device, "count"));
    request.put("DeviceIDs", Tree.texts(device, "device_ids"));
    request.put("Capabilities", List.of(capabilities));
    request.put("Options", Tree.textMap(device, "options"));
    return request;
  }
}
