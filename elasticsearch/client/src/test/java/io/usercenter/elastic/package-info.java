@NullMarked
package io.usercenter.elastic;

import org.jspecify.annotations.NullMarked;
