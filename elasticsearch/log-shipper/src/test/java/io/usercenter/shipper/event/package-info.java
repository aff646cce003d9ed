@NullMarked
package io.usercenter.shipper.event;

import org.jspecify.annotations.NullMarked;
