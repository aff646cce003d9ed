/** Ports: who is answered what. */
@NullMarked
package io.usercenter.collector.http;

import org.jspecify.annotations.NullMarked;
