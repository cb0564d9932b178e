package org.sippresence.pidf;

import java.util.Objects;

/**
 * One attribute of an extension.
 *
 * @param prefix as published; empty for none
 * @param namespace empty for none, which an attribute without prefix always has
 * @param name the local name
 * @param value without escapes
 */
public record Attribute(String prefix, String namespace, String name, String value) {

    public Attribute {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
