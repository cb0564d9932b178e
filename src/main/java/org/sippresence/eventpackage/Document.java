package org.sippresence.eventpackage;

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

    /** Whether it says that the presentity can be reached; false for packages that do not speak of that. */
    default boolean online() {
        return false;
    }
}
