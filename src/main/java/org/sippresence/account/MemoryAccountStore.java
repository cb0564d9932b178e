package org.sippresence.account;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sippresence.model.Aor;

/** A bounded in-memory store for a server without a database. Its content is lost when the server ends. */
public final class MemoryAccountStore implements AccountStore {

    private final Map<Aor, Account> subscribers = new HashMap<>();
    private final int most;

    public MemoryAccountStore(int most) {
        this.most = most;
    }

    @Override
    public synchronized Optional<Account> find(Aor aor) {
        return Optional.ofNullable(subscribers.get(aor));
    }

    @Override
    public synchronized boolean save(Account subscriber) {
        if (subscribers.size() >= most && !subscribers.containsKey(subscriber.aor())) {
            return false;
        }
        subscribers.put(subscriber.aor(), subscriber);
        return true;
    }

    @Override
    public synchronized boolean remove(Aor aor) {
        return subscribers.remove(aor) != null;
    }
}
