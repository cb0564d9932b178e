package org.sippresence.attributes;

import java.util.Objects;
import org.sippresence.model.Characters;

/**
 * An attribute of a user.
 *
 * @param value up to 1024 characters on one line
 */
public record UserAttribute(AttributeName name, String value) {

    private static final int MAX_VALUE = 1024;

    public UserAttribute {
        Objects.requireNonNull(name, "name");
        if (value.length() > MAX_VALUE || Characters.hasControl(value)) {
            throw new IllegalArgumentException("value must have up to 1024 characters, no control characters");
        }
    }
}
