package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServers.class)
class DocumentationPageTest {
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  @Test
  void needsNothingFromElsewhereAndMayReachNothing(UserCenter userCenter) {
    HttpResponse<String> page = userCenter.get("/docs");
    List<String> references =
        REFERENCE.matcher(page.body()).results().map(found -> found.group(1)).toList();

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(references)
        .contains("/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/docs/init.js")
        .allMatch(reference -> reference.startsWith("/") || reference.equals("data:,"));
    assertThat(references)
        .filteredOn(reference -> reference.startsWith("/"))
        .allSatisfy(reference -> assertThat(userCenter.get(reference).statusCode()).isEqualTo(200));
  }

  @Test
  void servesNoOtherFileOfTheLibrary(UserCenter userCenter) {
    assertThat(userCenter.get("/docs/oauth2-redirect.html").statusCode()).isEqualTo(404);
    assertThat(userCenter.get("/docs/../openapi.yaml").statusCode()).isEqualTo(404);
  }
}
