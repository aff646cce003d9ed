/** Log files as they grow, are rotated, emptied and deleted. */
@NullMarked
package io.usercenter.shipper.file;

import org.jspecify.annotations.NullMarked;
