package org.sippresence.authorization;

import java.util.Objects;

/** The name of an element without a permission of its own (RFC 5025 section 3.3.2.14). */
public record UnknownAttribute(String namespace, String name) {

    public UnknownAttribute {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
    }
}
