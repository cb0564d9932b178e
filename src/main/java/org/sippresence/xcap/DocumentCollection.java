package org.sippresence.xcap;

import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.presentity.DocumentKey;

/**
 * A set of documents that a URI with a trailing slash selects (RFC 5875 section 4.4).
 *
 * @param auid restricts to one application usage; empty for all
 * @param owner restricts to one user; empty for all
 * @param directory the common prefix of the paths; empty or with a trailing slash
 */
record DocumentCollection(Optional<String> auid, Optional<Aor> owner, String directory) {

    static final DocumentCollection EVERYTHING = new DocumentCollection(Optional.empty(), Optional.empty(), "");

    boolean holds(DocumentKey key) {
        return auid.filter(other -> !other.equals(key.auid())).isEmpty()
                && owner.filter(other -> !other.equals(key.owner())).isEmpty()
                && key.path().startsWith(directory);
    }
}
