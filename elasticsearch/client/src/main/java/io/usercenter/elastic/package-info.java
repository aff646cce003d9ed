/** Elasticsearch as those need it who write to it steadily: bulk, templates, retention, search. */
@NullMarked
package io.usercenter.elastic;

import org.jspecify.annotations.NullMarked;
