/** Relays MESSAGE requests to registered contacts (RFC 3261 section 16). */
package org.sippresence.sip.relay;
