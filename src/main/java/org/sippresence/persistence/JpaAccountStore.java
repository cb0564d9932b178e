package org.sippresence.persistence;

import java.util.Optional;
import org.sippresence.account.Account;
import org.sippresence.account.AccountStore;
import org.sippresence.model.Aor;

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
    public boolean save(Account account) {
        rows.save(new SubscriberEntity(account));
        return true;
    }

    @Override
    public boolean remove(Aor aor) {
        return rows.remove(SubscriberEntity.key(aor));
    }
}
