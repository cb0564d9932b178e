package org.sippresence.pidf;

import java.util.Objects;

/**
 * Character data of an extension, kept verbatim with its white space.
 *
 * @param value with references resolved; without comments and CDATA delimiters
 */
public record Text(String value) implements Content {

    public Text {
        Objects.requireNonNull(value, "value");
    }
}
