/** Client transactions of this server: senders of NOTIFY and SUBSCRIBE, over the container's UDP socket or by the SIP stack. */
package org.sippresence.sip.client;
