package org.sippresence.persistence;

import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.model.Hashes;
import org.sippresence.presentity.DocumentKey;

/** Keys derived from what they identify, so that no row has to be read in order to write another one. */
final class DerivedKeys {

    /** Part of each key whatever the presentity's tenant is, so that a domain may move to another tenant. */
    private static final String PDOMAIN = "registrar";

    private static final int HALF = 32;

    private DerivedKeys() {}

    /** The column {@code pres_id}. */
    static String presentity(Aor presentity) {
        return hash(PDOMAIN + '|' + presentity.uri());
    }

    /** The key of the table of decisions. URIs contain no blanks, so the parts are unambiguous. */
    static String decision(Aor presentity, Aor watcher, EventName event) {
        return hash(PDOMAIN + '|' + presentity.uri() + ' ' + watcher.uri() + ' ' + event.value());
    }

    /** The key of the table of XCAP documents. Neither application usages nor URIs contain blanks. */
    static String document(DocumentKey key) {
        return hash(key.auid() + ' ' + key.owner().uri() + ' ' + key.path());
    }

    /** Derived from the presentity and the tag in the source database, so that a publication is imported once only. */
    static String imported(Aor presentity, String etag) {
        return hash("kamailio|" + presentity.uri() + '|' + etag);
    }

    private static String hash(String text) {
        return Hashes.hash("SHA-256", text).substring(0, HALF);
    }
}
