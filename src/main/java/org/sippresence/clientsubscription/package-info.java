/**
 * Subscriptions that this server holds at others (RFC 6665 section 4.1): what is wanted, the dialogs, refreshes and what to do
 * about failures. What the NOTIFYs say is understood by the packages below.
 *
 * <p>Knows neither SIP messages nor transactions; {@code sip} sends and receives for it.
 */
package org.sippresence.clientsubscription;
