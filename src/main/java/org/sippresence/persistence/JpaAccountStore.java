package org.sippresence.persistence;

import java.util.Optional;
import org.sippresence.account.Account;
import org.sippresence.account.AccountStore;
import org.sippresence.model.Aor;

/** Accounts in the table {@code subscriber}. */
final class JpaAccountStore implements AccountStore {

    private final Transactions transactions;

    JpaAccountStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Account> find(Aor aor) {
        return transactions.run(
                session -> session.createNamedSelectionQuery(SubscriberEntity.FIND, SubscriberEntity.class)
                        .setParameter("username", aor.user())
                        .setParameter("domain", aor.domain())
                        .uniqueResultOptional()
                        .map(SubscriberEntity::toDomain));
    }

    @Override
    public boolean save(Account subscriber) {
        return transactions.write(session -> {
            session.insert(SubscriberEntity.fromDomain(subscriber));
            return true;
        });
    }

    @Override
    public boolean remove(Aor aor) {
        return transactions.write(session -> session.createNamedMutationQuery(SubscriberEntity.REMOVE)
                        .setParameter("username", aor.user())
                        .setParameter("domain", aor.domain())
                        .executeUpdate()
                > 0);
    }
}
