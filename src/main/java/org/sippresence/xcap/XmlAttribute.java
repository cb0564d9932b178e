package org.sippresence.xcap;

import javax.xml.namespace.QName;

/**
 * An attribute with its position in the text.
 *
 * @param value the value after XML attribute normalization
 * @param start index of its name in the text
 * @param valueStart index after the opening quote
 * @param valueEnd index of the closing quote
 */
record XmlAttribute(QName name, String value, int start, int valueStart, int valueEnd) {}
