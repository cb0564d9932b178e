/**
 * What the other packages of SIP share: exchanges, headers, the local contact.
 */
package org.sippresence.sip.message;
