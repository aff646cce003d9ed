/** Full text over users: the index in Elasticsearch, what keeps it up to date, and the search. */
@NullMarked
package io.usercenter.user.search;

import org.jspecify.annotations.NullMarked;
