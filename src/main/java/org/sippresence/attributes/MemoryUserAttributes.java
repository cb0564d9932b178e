package org.sippresence.attributes;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** In-memory attributes for a server without a database, for a bounded number of users. Lost when the server ends. */
public final class MemoryUserAttributes implements UserAttributes {

    private final Map<String, Map<String, UserAttribute>> users = new HashMap<>();
    private final int capacity;

    /**
     * Creates the store.
     *
     * @param capacity users that have attributes
     */
    public MemoryUserAttributes(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public synchronized Optional<UserAttribute> find(AttributeName name) {
        return Optional.ofNullable(users.getOrDefault(name.uid(), Map.of()).get(name.name()));
    }

    @Override
    public synchronized List<UserAttribute> of(Collection<String> uids) {
        return uids.stream()
                .distinct()
                .flatMap(uid -> users.getOrDefault(uid, Map.of()).values().stream())
                .toList();
    }

    @Override
    public synchronized boolean save(UserAttribute attribute) {
        Map<String, UserAttribute> own = users.getOrDefault(attribute.name().uid(), new HashMap<>());
        boolean isNew = !own.containsKey(attribute.name().name());
        if (isNew && (own.size() >= MAX_PER_USER || (own.isEmpty() && users.size() >= capacity))) {
            return false;
        }
        own.put(attribute.name().name(), attribute);
        users.put(attribute.name().uid(), own);
        return true;
    }

    @Override
    public synchronized boolean remove(AttributeName name) {
        Map<String, UserAttribute> own = users.getOrDefault(name.uid(), Map.of());
        if (!own.containsKey(name.name())) {
            return false;
        }
        own.remove(name.name());
        if (own.isEmpty()) {
            users.remove(name.uid());
        }
        return true;
    }
}
