package io.usercenter.platform.elasticsearch;

import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.TokenStream;
import org.elasticsearch.index.analysis.TokenFilterFactory;

/** One of Lucene's token filters under the name and settings of an index. */
record KitTokenFilter(String name, UnaryOperator<TokenStream> filter)
    implements TokenFilterFactory {

  @Override
  public TokenStream create(TokenStream tokens) {
    return filter.apply(tokens);
  }
}
