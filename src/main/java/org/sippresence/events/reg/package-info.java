/**
 * The event package {@code reg} (RFC 3680): the contacts of an address of record.
 *
 * <p>A plug-in: listed in {@code bootstrap}; depends on {@code model}, {@code xml}, {@code eventpackage},
 * {@code registration} and, for its documents, on {@code notification} and {@code presentity}.
 */
package org.sippresence.events.reg;
