package org.sippresence.xcap;

import javax.xml.namespace.QName;

/**
 * An attribute, and where it stands in the text.
 *
 * @param value as XML reads it
 * @param start of its name, as an index into the text
 * @param valueStart behind the opening quote
 * @param valueEnd of the closing quote
 */
record XmlAttribute(QName name, String value, int start, int valueStart, int valueEnd) {}
