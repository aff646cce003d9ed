@NullMarked
package io.usercenter.shipper;

import org.jspecify.annotations.NullMarked;
