package org.sippresence.access;

import java.util.List;

/** Stores access tokens. Blocking and thread-safe. A failure of the database is an {@link java.io.UncheckedIOException}. */
public interface AccessTokenStore {

    /** All tokens, in no order. */
    List<AccessToken> all();

    /** Adds a token, or replaces the one with the same id; durable when it returns. */
    void save(AccessToken token);

    /** Removes a token durably; returns whether it existed. */
    boolean remove(String id);
}
