package org.sippresence.xml;

import java.util.Objects;

/** A child of an {@link Element}: another element or character data. */
public sealed interface Content permits Element, Content.Text {

    /**
     * Character data with its white space.
     *
     * @param value with references resolved; without comments and CDATA delimiters
     */
    record Text(String value) implements Content {

        public Text {
            Objects.requireNonNull(value, "value");
        }
    }
}
