/** Where users are kept: PostgreSQL, with a Redis cache in front. */
@NullMarked
package io.usercenter.user.store;

import org.jspecify.annotations.NullMarked;
