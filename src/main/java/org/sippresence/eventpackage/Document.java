package org.sippresence.eventpackage;

import java.util.Optional;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;

/** A composed state, immutable, which can be printed in each of its package's media types. */
public interface Document {

    /**
     * Prints the document.
     *
     * @param type one of the package's {@link EventPackage#notifyTypes()}
     */
    Body print(MediaType type);

    /** In which sphere it says that the presentity is (RFC 4480 section 3.10); empty if it does not say, or differing things. */
    default Optional<String> sphere() {
        return Optional.empty();
    }

    /** Whether it says that the presentity can be reached; false for packages that do not speak of that. */
    default boolean online() {
        return false;
    }
}
