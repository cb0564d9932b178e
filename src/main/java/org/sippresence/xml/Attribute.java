package org.sippresence.xml;

import java.util.Objects;

/**
 * One attribute of an extension.
 *
 * @param prefix as published; empty for none
 * @param namespace empty for none, as always for an attribute without prefix
 * @param name the local name
 * @param value with references resolved
 */
public record Attribute(String prefix, String namespace, String name, String value) {

    public Attribute {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
