package org.sippresence.persistence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.presentity.DocumentKey;

/** Keys derived from what they identify, so that no row has to be read in order to write another one. */
final class DerivedKeys {

    /** Part of each key whatever the presentity's tenant is, so that a domain may move to another tenant. */
    private static final String PDOMAIN = "registrar";

    private static final int HALF = 16;

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
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, HALF);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
