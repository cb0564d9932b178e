package org.sippresence.presentity;

import java.util.Objects;
import org.sippresence.model.Aor;

/**
 * Identifies one XCAP document (RFC 4825 section 6.2).
 *
 * @param auid the application usage, such as {@code pres-rules}
 * @param owner the user in whose home directory the document is; {@link #GLOBAL} for the global tree
 * @param path the document's name below the owner's home directory, directories included, without a leading slash
 */
public record DocumentKey(String auid, Aor owner, String path) {

    /** Owner of the documents in the global trees, which gives these documents a lane like all others. */
    public static final Aor GLOBAL = new Aor("xcap:global");

    /** Maximum length of a path in characters. */
    public static final int LONGEST_PATH = 200;

    /** Maximum length of an application usage id in characters. */
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
