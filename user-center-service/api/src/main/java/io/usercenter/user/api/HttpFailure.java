package io.usercenter.user.api;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is not served. What it says is for the caller: no host, statement or secret. Where
 * the ancestor says something else, that is kept beside it.
 */
final class HttpFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the ancestor answers: an empty line is an empty body. */
  record Ancestor(int status, String line) {}

  /**
   * What is wrong with one part of the request.
   *
   * @param place {@code pointer} into the body, or {@code parameter} of the query
   */
  record Detail(String place, String name, String text) {
    static Detail parameter(String name, String text) {
      return new Detail("parameter", name, text);
    }

    /** The body as a whole. */
    static Detail body(String text) {
      return new Detail("pointer", "#", text);
    }

    /** RFC 6901, in the form for URI fragments. */
    static Detail field(String name, String text) {
      return new Detail("pointer", "#/" + name.replace("~", "~0").replace("/", "~1"), text);
    }
  }

  private final int status;
  private final transient List<Detail> details;
  private final transient Map<String, String> headers;
  private final transient @Nullable Ancestor ancestor;

  private HttpFailure(
      int status,
      String text,
      List<Detail> details,
      Map<String, String> headers,
      @Nullable Ancestor ancestor) {
    super(text, null, false, false);
    this.status = status;
    this.details = List.copyOf(details);
    this.headers = headers;
    this.ancestor = ancestor;
  }

  static HttpFailure of(int status, String text) {
    return new HttpFailure(status, text, List.of(), Map.of(), null);
  }

  static HttpFailure of(int status, String text, List<Detail> details) {
    return new HttpFailure(status, text, details, Map.of(), null);
  }

  /** 400, for a parameter of the query. */
  static HttpFailure parameter(String name, String text) {
    return of(400, text, List.of(Detail.parameter(name, text)));
  }

  HttpFailure with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new HttpFailure(status, text(), details, more, ancestor);
  }

  HttpFailure inAncestor(int ancestorStatus, String line) {
    return new HttpFailure(status, text(), details, headers, new Ancestor(ancestorStatus, line));
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  List<Detail> details() {
    return details;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** Where nothing else is known of it: go-zero says 400 to all that it cannot read. */
  Ancestor ancestor() {
    if (ancestor != null) {
      return ancestor;
    }
    String wrong =
        details.stream().map(detail -> detail.name() + " " + detail.text()).collect(joining("; "));
    return status == 415 || status == 422
        ? new Ancestor(400, wrong.isEmpty() ? text() : wrong)
        : new Ancestor(status, text());
  }
}
