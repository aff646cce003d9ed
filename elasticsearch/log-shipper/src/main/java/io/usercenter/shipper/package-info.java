/** The program: reads logs, keeps what is not stored yet, says how it is. */
@NullMarked
package io.usercenter.shipper;

import org.jspecify.annotations.NullMarked;
