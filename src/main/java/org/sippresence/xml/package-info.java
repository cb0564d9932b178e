/**
 * XML of untrusted origin: one configuration of parsers, one tree of elements that are equal by value, its reader and the
 * writer of all generated XML.
 *
 * <p>Depends on no other package. {@code xcap} configures its parsers here but has elements of its own: an edit must leave the
 * rest of a document byte for byte, so they have positions in the text, which are no part of the value of an element.
 */
package org.sippresence.xml;
