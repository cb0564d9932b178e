/** Shared classes of the SIP packages: exchanges, headers, the local contact. */
package org.sippresence.sip.message;
