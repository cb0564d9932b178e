/**
 * Subscriptions of this server at other servers (RFC 6665 section 4.1): targets, dialogs, refreshes and the handling of failures.
 * The subpackages parse the contents of the NOTIFYs.
 *
 * <p>Independent of SIP messages and transactions; {@code sip} sends and receives for it.
 */
package org.sippresence.clientsubscription;
