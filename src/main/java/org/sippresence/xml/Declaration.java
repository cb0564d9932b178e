package org.sippresence.xml;

import java.util.Objects;

/**
 * A namespace declaration.
 *
 * @param prefix empty for the default namespace
 * @param uri empty, with the empty prefix only, to undo a default namespace
 */
public record Declaration(String prefix, String uri) {

    /** The namespace of the prefix {@code xml}, which is never declared. */
    public static final String XML = "http://www.w3.org/XML/1998/namespace";

    public Declaration {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(uri, "uri");
    }
}
