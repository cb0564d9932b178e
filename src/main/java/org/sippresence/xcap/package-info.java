/**
 * XCAP (RFC 4825): the built-in server with its documents, selectors and application usages, and its door over HTTP.
 *
 * <p>Documents are kept by {@code presentity}, in the lanes of their owners. Beside {@code rest} the only user of
 * {@code javax.ws.rs}. Only bootstrap depends on it.
 */
package org.sippresence.xcap;
