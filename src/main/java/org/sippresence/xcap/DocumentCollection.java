package org.sippresence.xcap;

import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.presentity.DocumentKey;

/**
 * Documents of users that a URI with a slash at its end names together (RFC 5875 section 4.4).
 *
 * @param auid of one application usage; empty for all
 * @param owner of one user; empty for all
 * @param directory the beginning of their paths; empty or with a slash at its end
 */
record DocumentCollection(Optional<String> auid, Optional<Aor> owner, String directory) {

    static final DocumentCollection EVERYTHING = new DocumentCollection(Optional.empty(), Optional.empty(), "");

    boolean holds(DocumentKey key) {
        return auid.filter(other -> !other.equals(key.auid())).isEmpty()
                && owner.filter(other -> !other.equals(key.owner())).isEmpty()
                && key.path().startsWith(directory);
    }
}
