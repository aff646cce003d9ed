/** Who may look: the account, its sessions, and how often one may guess. */
@NullMarked
package io.usercenter.viewer.access;

import org.jspecify.annotations.NullMarked;
