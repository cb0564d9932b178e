package org.sippresence.pidf;

import java.util.Objects;

/**
 * A namespace declaration.
 *
 * @param prefix empty for the default namespace
 * @param uri empty, with the empty prefix only, to undo a default namespace
 */
public record Declaration(String prefix, String uri) {

    public Declaration {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(uri, "uri");
    }
}
