package io.usercenter.user.acceptance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Requests made by chance from the document: most nearly right, some altogether wrong. */
final class Cases {
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "\u0000",
          "\u202e",
          "汉字",
          "😀",
          "' OR 1=1 --",
          "*:*",
          "{\"a\":1}",
          "../..",
          "%00",
          "\r\nX: y",
          "-1",
          "9223372036854775808",
          "1e400",
          "NaN",
          "null",
          "true",
          "x".repeat(3000));

  private final OpenApi document;
  private final List<OpenApi.Operation> operations;
  private final Random random;

  /**
   * A request that was made.
   *
   * @param authenticated whether it should carry a token
   */
  record Case(
      OpenApi.Operation operation,
      HttpRequest.Builder request,
      String path,
      String body,
      boolean authenticated) {
    @Override
    public String toString() {
      return operation.method() + " " + path + (body.isEmpty() ? "" : "\n" + body);
    }
  }

  Cases(OpenApi document, long seed) {
    this.document = document;
    operations = document.operations();
    random = new Random(seed);
  }

  Case next() {
    OpenApi.Operation operation = operations.get(random.nextInt(operations.size()));
    JsonObject description = operation.description();
    String path = operation.path() + query(description.getJsonArray("parameters"));
    JsonObject body = description.getJsonObject("requestBody");
    String json = body == null || chance(3) ? "" : body(body);
    HttpRequest.Builder request = HttpRequest.newBuilder();
    if (body != null && !chance(2)) {
      request.header("Content-Type", chance(3) ? "text/plain" : "application/json");
    }
    request.method(
        operation.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    boolean authenticated = description.containsKey("security") && !chance(10);
    if (!authenticated && chance(30)) {
      request.header("Authorization", "Bearer " + text(20).replaceAll("[^!-~]", "x"));
    }
    return new Case(operation, request, path, json, authenticated);
  }

  private String query(JsonArray parameters) {
    StringBuilder query = new StringBuilder();
    for (int i = 0; parameters != null && i < parameters.size(); i++) {
      JsonObject parameter = document.resolved(parameters.getJsonObject(i));
      int times = chance(10) ? 0 : chance(3) ? 2 : 1;
      for (int time = 0; time < times; time++) {
        Object value = chance(25) ? nasty() : value(parameter.getJsonObject("schema"));
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(parameter.getString("name"))
            .append('=')
            .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
      }
    }
    return query.toString();
  }

  private String body(JsonObject body) {
    if (chance(4)) {
      return nasty();
    }
    JsonObject schema =
        body.getJsonObject("content").getJsonObject("application/json").getJsonObject("schema");
    JsonObject value = (JsonObject) value(schema);
    if (chance(6)) {
      value.put(text(8), 1);
    }
    if (chance(6) && !value.isEmpty()) {
      value.remove(value.fieldNames().iterator().next());
    }
    return chance(2) ? value.encode() + "]" : value.encode();
  }

  private Object value(JsonObject reference) {
    JsonObject schema = document.resolved(reference);
    return switch (schema.getString("type", "")) {
      case "object" -> object(schema);
      case "integer" -> integer(schema);
      case "boolean" -> random.nextBoolean();
      default -> string(schema);
    };
  }

  private JsonObject object(JsonObject schema) {
    JsonObject object = new JsonObject();
    JsonObject properties = schema.getJsonObject("properties");
    JsonArray required = schema.getJsonArray("required", new JsonArray());
    for (String name : properties.fieldNames()) {
      if (required.contains(name) || random.nextBoolean()) {
        object.put(name, chance(10) ? wrong() : value(properties.getJsonObject(name)));
      }
    }
    return object;
  }

  private Object wrong() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt();
      case 1 -> new JsonArray().add("x");
      case 2 -> new JsonObject().put("$ne", 1);
      default -> nasty();
    };
  }

  private long integer(JsonObject schema) {
    long least = schema.getLong("minimum", -5L);
    long most = schema.getLong("maximum", 20L);
    return least + random.nextLong(most - least + 1);
  }

  private String string(JsonObject schema) {
    int least = schema.getInteger("minLength", 0);
    int most = Math.min(schema.getInteger("maxLength", 60), 600);
    int length = chance(10) ? most + 1 : least + random.nextInt(most - least + 1);
    if ("email".equals(schema.getString("format"))) {
      return word(Math.max(1, Math.min(length, 40))) + "@example.org";
    }
    return chance(70) ? word(length) : text(length);
  }

  private String word(int length) {
    StringBuilder word = new StringBuilder();
    random.ints(length, 'a', 'z' + 1).forEach(word::appendCodePoint);
    return word.toString();
  }

  /** Any characters that are no halves of a surrogate pair. */
  private String text(int length) {
    StringBuilder text = new StringBuilder();
    random
        .ints(0, Character.MAX_CODE_POINT + 1)
        .filter(point -> Character.getType(point) != Character.SURROGATE)
        .limit(length)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private String nasty() {
    return NASTY.get(random.nextInt(NASTY.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
