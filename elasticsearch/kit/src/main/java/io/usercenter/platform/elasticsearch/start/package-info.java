/** Starts the unmodified Elasticsearch server without its launcher. */
@NullMarked
package io.usercenter.platform.elasticsearch.start;

import org.jspecify.annotations.NullMarked;
