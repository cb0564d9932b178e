/**
 * SIP at the door: requests become commands, outcomes become responses, NOTIFYs become messages of the stack.
 *
 * <p>The only user of {@code javax.servlet.sip} and of the container's message classes; holds no SIP session beyond the
 * transaction it belongs to.
 */
package org.sippresence.sip;
