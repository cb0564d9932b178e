package org.sippresence.presentity;

import java.util.Objects;
import org.sippresence.model.Aor;

/**
 * Names one XCAP document (RFC 4825 section 6.2).
 *
 * @param auid the application usage, such as {@code pres-rules}
 * @param owner whose document it is; {@link #GLOBAL} for the global tree
 * @param path the document's name below the owner's home directory, directories included, without a leading slash
 */
public record DocumentKey(String auid, Aor owner, String path) {

    /** Owns the documents of the global trees, so that these have a lane like all others. */
    public static final Aor GLOBAL = new Aor("xcap:global");

    /** Characters of a path. */
    public static final int LONGEST_PATH = 200;

    /** Characters of an application usage's id. */
    public static final int LONGEST_AUID = 64;

    public DocumentKey {
        Objects.requireNonNull(owner, "owner");
        if (auid.isEmpty() || auid.length() > LONGEST_AUID || path.isEmpty() || path.length() > LONGEST_PATH) {
            throw new IllegalArgumentException("no name of an XCAP document");
        }
    }

    public boolean isGlobal() {
        return owner.equals(GLOBAL);
    }

    @Override
    public String toString() {
        return auid + (isGlobal() ? "/global/" : "/users/" + owner + '/') + path;
    }
}
