/**
 * XCAP (RFC 4825): the built-in server with its documents, selectors, application usages and HTTP interface.
 *
 * <p>{@code presentity} stores the documents, in the lanes of their owners. Besides {@code rest}, the only package that uses
 * {@code javax.ws.rs}. Only bootstrap depends on it.
 */
package org.sippresence.xcap;
