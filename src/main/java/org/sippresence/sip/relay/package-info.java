/**
 * MESSAGE requests relayed to registered contacts (RFC 3261 section 16).
 */
package org.sippresence.sip.relay;
