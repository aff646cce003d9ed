package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The document that a running service gives, and whether answers are as it says. */
final class OpenApi {
  private final JsonObject document;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  /** One method of one path. */
  record Operation(String method, String path, JsonObject description) {
    String id() {
      return description.getString("operationId");
    }
  }

  OpenApi(String json) {
    document = new JsonObject(json);
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      JsonObject methods = paths.getJsonObject(path);
      for (String method : methods.fieldNames()) {
        operations.add(
            new Operation(method.toUpperCase(Locale.ROOT), path, methods.getJsonObject(method)));
      }
    }
    return operations;
  }

  /** What a reference stands for, or the object itself. */
  JsonObject resolved(JsonObject object) {
    String reference = object.getString("$ref");
    if (reference == null) {
      return object;
    }
    JsonObject target = document;
    for (String name : reference.substring(2).split("/", -1)) {
      target = target.getJsonObject(name);
    }
    return resolved(target);
  }

  /** Fails unless status, type, headers and body of the answer are documented. */
  void check(Operation operation, HttpResponse<String> response, String about) {
    JsonObject responses = operation.description().getJsonObject("responses");
    String status = "" + response.statusCode();
    assertThat(responses.fieldNames()).as(about + "\n" + response.body()).contains(status);
    JsonObject documented = resolved(responses.getJsonObject(status));
    for (Map.Entry<String, Object> header : documented.getJsonObject("headers", new JsonObject())) {
      assertThat(response.headers().firstValue(header.getKey())).as(about).isPresent();
    }
    JsonObject content = documented.getJsonObject("content");
    if (content == null) {
      assertThat(response.body()).as(about).isEmpty();
      return;
    }
    String type = response.headers().firstValue("content-type").orElse("").split(";", -1)[0];
    assertThat(content.fieldNames()).as(about).contains(type);
    JsonObject schema = content.getJsonObject(type).getJsonObject("schema");
    if (schema != null && type.endsWith("json")) {
      assertThat(violations(schema, response.body())).as(about + "\n" + response.body()).isEmpty();
    }
  }

  /** References lead into the components, so they come along, where JSON Schema looks for them. */
  private List<String> violations(JsonObject schema, String body) {
    JsonObject components = document.getJsonObject("components");
    JsonObject whole = schema.copy().put("$defs", components.getJsonObject("schemas"));
    String text = whole.encode().replace("#/components/schemas/", "#/$defs/");
    return schemas.getSchema(text).validate(body, InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }
}
