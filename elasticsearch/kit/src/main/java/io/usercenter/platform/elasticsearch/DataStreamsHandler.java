package io.usercenter.platform.elasticsearch;

import static org.elasticsearch.rest.RestRequest.Method.GET;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.metadata.DataStream;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.common.Strings;
import org.elasticsearch.common.regex.Regex;
import org.elasticsearch.index.Index;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.xcontent.XContentBuilder;

/** {@code GET /_data_stream[/NAMES]}: the data streams and their backing indices. */
final class DataStreamsHandler extends BaseRestHandler {

  private final ClusterService clusterService;

  DataStreamsHandler(ClusterService clusterService) {
    this.clusterService = clusterService;
  }

  @Override
  public String getName() {
    return "platform_data_streams";
  }

  @Override
  public List<Route> routes() {
    return List.of(new Route(GET, "/_data_stream"), new Route(GET, "/_data_stream/{name}"));
  }

  @Override
  protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
    String[] patterns = Strings.splitStringByCommaToArray(request.param("name", "*"));
    return channel ->
        channel.sendResponse(
            new RestResponse(RestStatus.OK, write(channel.newBuilder(), matching(patterns))));
  }

  private List<DataStream> matching(String[] patterns) {
    Collection<DataStream> all = clusterService.state().metadata().dataStreams().values();
    return all.stream().filter(stream -> Regex.simpleMatch(patterns, stream.getName())).toList();
  }

  private static XContentBuilder write(XContentBuilder body, List<DataStream> streams)
      throws IOException {
    body.startObject();
    body.startArray("data_streams");
    for (DataStream stream : streams) {
      write(body, stream);
    }
    body.endArray();
    return body.endObject();
  }

  private static void write(XContentBuilder body, DataStream stream) throws IOException {
    body.startObject();
    body.field("name", stream.getName());
    body.startObject("timestamp_field").field("name", DataStream.TIMESTAMP_FIELD_NAME).endObject();
    body.startArray("indices");
    for (Index index : stream.getIndices()) {
      body.startObject();
      body.field("index_name", index.getName());
      body.field("index_uuid", index.getUUID());
      body.endObject();
    }
    body.endArray();
    body.field("generation", stream.getGeneration());
    body.field("hidden", stream.isHidden());
    body.endObject();
  }
}
