/** From lines to events, and from events to documents. Touches no file and no server. */
@NullMarked
package io.usercenter.shipper.event;

import org.jspecify.annotations.NullMarked;
