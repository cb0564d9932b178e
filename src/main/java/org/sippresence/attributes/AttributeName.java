package org.sippresence.attributes;

import org.sippresence.model.Characters;

/**
 * The name of an attribute and its user.
 *
 * @param uid the user: a URI, {@code user@domain} or a user part, as it was written; up to 255 characters
 * @param name up to 64 letters, digits, dots, hyphens and underscores
 */
public record AttributeName(String uid, String name) {

    private static final int MAX_UID = 255;

    public AttributeName {
        if (uid.isEmpty() || uid.length() > MAX_UID || Characters.hasControl(uid)) {
            throw new IllegalArgumentException("uid must have 1 to 255 characters, no control characters");
        }
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("name must be 1 to 64 letters, digits, dots, hyphens or underscores");
        }
    }
}
