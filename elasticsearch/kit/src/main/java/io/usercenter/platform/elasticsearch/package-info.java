/** A plugin that gives the core build of Elasticsearch what clients expect of the full one. */
@NullMarked
package io.usercenter.platform.elasticsearch;

import org.jspecify.annotations.NullMarked;
