package org.sippresence.persistence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.presentity.DocumentKey;

/** Keys that follow from what they name, so that no row has to be looked up to write another. */
final class DerivedKeys {

    /** Part of each key whatever tenant the presentity belongs to, so that a domain may change its tenant. */
    private static final String PDOMAIN = "registrar";

    private static final int HALF = 16;

    private DerivedKeys() {}

    /** The column {@code pres_id}. */
    static String presentity(Aor presentity) {
        return hash(PDOMAIN + '|' + presentity.uri());
    }

    /** The key of the table of decisions; a URI has no blanks, so the parts cannot run together. */
    static String decision(Aor presentity, Aor watcher, EventName event) {
        return hash(PDOMAIN + '|' + presentity.uri() + ' ' + watcher.uri() + ' ' + event.value());
    }

    /** The key of the table of XCAP documents; neither an application usage nor a URI has blanks. */
    static String document(DocumentKey key) {
        return hash(key.auid() + ' ' + key.owner().uri() + ' ' + key.path());
    }

    /** Follows from whose it is and its tag in the other database, so that it is imported once. */
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
