package org.sippresence.message;

import java.util.Optional;
import org.sippresence.presentity.PresentityTransaction;

/** Where somebody is, as far as rules may depend on it (RFC 5025 section 3.1.2). Called in the lane, must not block. */
@FunctionalInterface
public interface SphereSource {

    /** The sphere of the presentity whose turn it is; empty if undefined. */
    Optional<String> sphere(PresentityTransaction transaction);
}
