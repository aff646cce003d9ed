package io.usercenter.user.config;

/** go-zero's {@code Etcd} blocks: known, so that their keys are not taken for mistakes. */
public final class Etcd {
  private Etcd() {}

  /** Notes a problem when the block names hosts. */
  public static void refuse(Section parent, String instead) {
    Section etcd = parent.section("Etcd");
    etcd.text("Key", "");
    if (!etcd.texts("Hosts").isEmpty()) {
      etcd.unsupported("Hosts", "services are not found through etcd here", instead);
    }
  }
}
