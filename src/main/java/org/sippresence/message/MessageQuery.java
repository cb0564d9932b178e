package org.sippresence.message;

import java.util.Objects;
import java.util.regex.Pattern;
import org.sippresence.model.Aor;

/**
 * A query whether a sender may send a message to a recipient.
 *
 * @param filename name of the recipient's rules document, such as {@link #RULES}; directories are separated by slashes
 */
public record MessageQuery(Aor from, Aor to, String filename) {

    /** SER's default name of the document. */
    public static final String RULES = "im-rules.xml";

    private static final int LONGEST = 200;
    private static final Pattern PATH = Pattern.compile("[^\\p{Cntrl}/]+(/[^\\p{Cntrl}/]+)*");

    public MessageQuery {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (filename.length() > LONGEST || !PATH.matcher(filename).matches()) {
            throw new IllegalArgumentException("not a document name");
        }
    }

    /** A query with the default document name. */
    public static MessageQuery of(Aor from, Aor to) {
        return new MessageQuery(from, to, RULES);
    }
}
