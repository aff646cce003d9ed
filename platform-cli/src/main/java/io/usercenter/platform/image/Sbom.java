package io.usercenter.platform.image;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is in an image, as SPDX 2.3 writes it in JSON.
 *
 * @param inputs hash of what the image was made from; makes the document's name unique
 */
record Sbom(String image, String inputs, List<Source> sources) {

  /** Where it lies in the image. */
  static final String PATH = "/usr/share/platform/sbom.spdx.json";

  String json() throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("spdxVersion", "SPDX-2.3");
    document.put("dataLicense", "CC0-1.0");
    document.put("SPDXID", "SPDXRef-DOCUMENT");
    document.put("name", image);
    document.put("documentNamespace", "urn:platform:image:" + image + ":" + inputs);
    // Not Map.of, whose order differs from one process to the next.
    Map<String, Object> creation = new LinkedHashMap<>();
    creation.put("created", Instant.ofEpochSecond(TarWriter.SECONDS).toString());
    creation.put("creators", List.of("Tool: platform"));
    document.put("creationInfo", creation);
    document.put("packages", sources.stream().map(Sbom::described).toList());
    document.put(
        "relationships", sources.stream().map(source -> relationship(id(source))).toList());
    return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(document) + "\n";
  }

  private static Map<String, Object> described(Source source) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("SPDXID", id(source));
    described.put("name", source.name());
    described.put("versionInfo", source.version());
    described.put("downloadLocation", "NOASSERTION");
    described.put("filesAnalyzed", false);
    if (!source.sha256().isEmpty()) {
      Map<String, Object> checksum = new LinkedHashMap<>();
      checksum.put("algorithm", "SHA256");
      checksum.put("checksumValue", source.sha256());
      described.put("checksums", List.of(checksum));
    }
    if (!source.identity().isEmpty()) {
      Map<String, Object> reference = new LinkedHashMap<>();
      reference.put("referenceCategory", "PACKAGE-MANAGER");
      reference.put("referenceType", "purl");
      reference.put("referenceLocator", source.identity());
      described.put("externalRefs", List.of(reference));
    }
    return described;
  }

  private static Map<String, Object> relationship(String id) {
    Map<String, Object> relationship = new LinkedHashMap<>();
    relationship.put("spdxElementId", "SPDXRef-DOCUMENT");
    relationship.put("relationshipType", "DESCRIBES");
    relationship.put("relatedSpdxElement", id);
    return relationship;
  }

  private static String id(Source source) {
    return "SPDXRef-" + (source.name() + "-" + source.version()).replaceAll("[^A-Za-z0-9.-]", "-");
  }
}
