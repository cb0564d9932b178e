/**
 * The SIP adapter: requests become commands, outcomes become responses, NOTIFYs become messages of the stack.
 *
 * <p>The only user of {@code javax.servlet.sip} and of the container's message classes; keeps no SIP session after the end of its
 * transaction.
 */
package org.sippresence.sip;
