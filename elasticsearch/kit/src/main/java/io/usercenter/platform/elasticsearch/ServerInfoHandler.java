package io.usercenter.platform.elasticsearch;

import static org.elasticsearch.rest.RestRequest.Method.GET;
import static org.elasticsearch.rest.RestRequest.Method.HEAD;

import java.io.IOException;
import java.util.List;
import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.ClusterState;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.index.IndexVersion;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.xcontent.XContentBuilder;

/** {@code GET|HEAD /}: which server this is; most clients ask before anything else. */
final class ServerInfoHandler extends BaseRestHandler {

  private final ClusterService clusterService;

  ServerInfoHandler(ClusterService clusterService) {
    this.clusterService = clusterService;
  }

  @Override
  public String getName() {
    return "platform_server_info";
  }

  @Override
  public List<Route> routes() {
    return List.of(new Route(GET, "/"), new Route(HEAD, "/"));
  }

  @Override
  protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
    return channel -> {
      XContentBuilder body = channel.newBuilder();
      if (request.hasParam("pretty") || !request.hasParam("filter_path")) {
        body.prettyPrint().lfAtEnd();
      }
      channel.sendResponse(new RestResponse(RestStatus.OK, write(body)));
    };
  }

  private XContentBuilder write(XContentBuilder body) throws IOException {
    ClusterState state = clusterService.state();
    body.startObject();
    body.field("name", clusterService.getNodeName());
    body.field("cluster_name", state.getClusterName().value());
    body.field("cluster_uuid", state.metadata().clusterUUID());
    version(body, Build.current());
    body.field("tagline", "You Know, for Search");
    return body.endObject();
  }

  private static void version(XContentBuilder body, Build build) throws IOException {
    body.startObject("version");
    body.field("number", build.qualifiedVersion());
    body.field("build_flavor", build.flavor());
    body.field("build_type", build.type().displayName());
    body.field("build_hash", build.hash());
    body.field("build_date", build.date());
    body.field("build_snapshot", build.isSnapshot());
    body.field("lucene_version", IndexVersion.current().luceneVersion().toString());
    body.field("minimum_wire_compatibility_version", build.minWireCompatVersion());
    body.field("minimum_index_compatibility_version", build.minIndexCompatVersion());
    body.endObject();
  }
}
