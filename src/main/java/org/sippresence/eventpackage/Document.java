package org.sippresence.eventpackage;

import java.util.List;
import java.util.Optional;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;

/** An immutable composed state that can be printed in each of its package's media types. */
public interface Document {

    /**
     * Prints the document.
     *
     * @param type one of the package's {@link EventPackage#notifyTypes()}
     */
    Body print(MediaType type);

    /** Returns the parsed bodies from which it was composed, for the next composition. */
    default List<ParsedBody> parsed() {
        return List.of();
    }

    /** Returns the presentity's sphere (RFC 4480 section 3.10); empty if the document has none, or several different ones. */
    default Optional<String> sphere() {
        return Optional.empty();
    }

    /** Returns whether the presentity is reachable according to the document; false for packages without this notion. */
    default boolean online() {
        return false;
    }
}
