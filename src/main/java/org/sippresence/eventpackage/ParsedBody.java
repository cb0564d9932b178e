package org.sippresence.eventpackage;

import org.sippresence.model.Body;

/** A published body with what its event package has parsed from it, so that it is parsed only once. Immutable. */
public interface ParsedBody {

    Body body();
}
