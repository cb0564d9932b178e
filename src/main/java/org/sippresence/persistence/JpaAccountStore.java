package org.sippresence.persistence;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sippresence.account.Account;
import org.sippresence.account.AccountStore;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings.Algorithm;

/** Accounts in the table {@code subscriber}. */
final class JpaAccountStore implements AccountStore {

    private final SingleRows<SubscriberEntity> rows;

    JpaAccountStore(Transactions transactions) {
        this.rows = new SingleRows<>(transactions, SubscriberEntity.class);
    }

    @Override
    public Optional<Account> find(Aor aor) {
        return rows.find(SubscriberEntity.key(aor)).map(SubscriberEntity::toDomain);
    }

    @Override
    public Set<Algorithm> algorithms() {
        return EnumSet.allOf(Algorithm.class);
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public boolean save(Account account) {
        rows.save(new SubscriberEntity(account));
        return true;
    }

    @Override
    public boolean remove(Aor aor) {
        return rows.remove(SubscriberEntity.key(aor));
    }

    /** Does nothing: the database is closed with the presentities. */
    @Override
    public void close() {}
}
