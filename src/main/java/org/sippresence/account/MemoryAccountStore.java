package org.sippresence.account;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sippresence.model.Aor;

/** A bounded in-memory store for a server without a database. Its content is lost when the server ends. */
public final class MemoryAccountStore implements AccountStore {

    private final Map<Aor, Account> accounts = new HashMap<>();
    private final int capacity;

    public MemoryAccountStore(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public synchronized Optional<Account> find(Aor aor) {
        return Optional.ofNullable(accounts.get(aor));
    }

    @Override
    public synchronized boolean save(Account account) {
        if (accounts.size() >= capacity && !accounts.containsKey(account.aor())) {
            return false;
        }
        accounts.put(account.aor(), account);
        return true;
    }

    @Override
    public synchronized boolean remove(Aor aor) {
        return accounts.remove(aor) != null;
    }
}
