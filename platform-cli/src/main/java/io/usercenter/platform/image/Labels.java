package io.usercenter.platform.image;

/** Names of the labels by which our images are known. */
public final class Labels {

  /** On every image that was made here instead of pulled. */
  public static final String LOCAL = "io.usercenter.platform.local";

  /** Hash of everything the image was made from. */
  public static final String INPUTS = "io.usercenter.platform.inputs";

  /** Packages and their versions, {@code name=version} separated by spaces. */
  public static final String SOURCES = "io.usercenter.platform.sources";

  /** Where in the image the list of packages lies. */
  public static final String SBOM = "io.usercenter.platform.sbom";

  /** The service it is for. */
  public static final String SERVICE = "io.usercenter.platform.image";

  /** What users should know of it; shown by {@code status}. */
  public static final String REMARK = "io.usercenter.platform.remark";

  /** The real version of what is in it. */
  public static final String VERSION = "org.opencontainers.image.version";

  private Labels() {}
}
