package org.sippresence.attributes;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Stores attributes of users. Blocking and thread-safe. A failure of the database is an {@link
 * java.io.UncheckedIOException}.
 */
public interface UserAttributes {

    /** The maximum number of attributes that are read for one user. */
    int MAX_PER_USER = 100;

    Optional<UserAttribute> find(AttributeName name);

    /** All attributes of users with any of these names, in no order; up to {@link #MAX_PER_USER} of each. */
    List<UserAttribute> of(Collection<String> uids);

    /**
     * Sets an attribute; durable when it returns.
     *
     * @return false if the store is full
     */
    boolean save(UserAttribute attribute);

    /** Removes an attribute durably; returns whether it existed. */
    boolean remove(AttributeName name);
}
