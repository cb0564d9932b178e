package org.sippresence.rest;

import org.sippresence.attributes.UserAttribute;

/** An attribute of a user. */
record AttributeRepresentation(String uid, String name, String value) {

    static AttributeRepresentation from(UserAttribute attribute) {
        return new AttributeRepresentation(
                attribute.name().uid(), attribute.name().name(), attribute.value());
    }
}
