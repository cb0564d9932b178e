package org.sippresence.attributes;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where attributes of users are kept. Blocking; callable from many threads. A failure of the database is an {@link
 * java.io.UncheckedIOException}.
 */
public interface UserAttributes {

    /** How many attributes of one user are read at most. */
    int MOST_OF_A_USER = 100;

    Optional<UserAttribute> find(AttributeName name);

    /** All attributes of users with any of these names, in no order; up to {@link #MOST_OF_A_USER} of each. */
    List<UserAttribute> of(Collection<String> uids);

    /**
     * Sets an attribute; durable when it returns.
     *
     * @return false if there is no room for another one
     */
    boolean save(UserAttribute attribute);

    /** Whether there was one; gone for good when it returns. */
    boolean remove(AttributeName name);
}
