package org.sippresence.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A store for a server without a database. Its content is lost when the server ends. {@link AccessTokens} bounds the number of
 * tokens.
 */
public final class MemoryAccessTokenStore implements AccessTokenStore {

    private final Map<String, AccessToken> tokens = new HashMap<>();

    @Override
    public synchronized List<AccessToken> all() {
        return List.copyOf(tokens.values());
    }

    @Override
    public synchronized void save(AccessToken token) {
        tokens.put(token.id(), token);
    }

    @Override
    public synchronized boolean remove(String id) {
        return tokens.remove(id) != null;
    }
}
