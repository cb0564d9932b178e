package org.sippresence.message;

import java.util.Optional;
import org.sippresence.presentity.PresentityTransaction;

/**
 * The source of a presentity's sphere, which conditions of rules may use (RFC 5025 section 3.1.2). Called in the lane, must not
 * block.
 */
@FunctionalInterface
public interface SphereSource {

    /** The sphere of the transaction's presentity; empty if undefined. */
    Optional<String> sphere(PresentityTransaction transaction);
}
