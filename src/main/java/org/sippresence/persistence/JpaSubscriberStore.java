package org.sippresence.persistence;

import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.subscriber.Subscriber;
import org.sippresence.subscriber.SubscriberStore;

/** The table {@code subscriber}. */
final class JpaSubscriberStore implements SubscriberStore {

    private final Transactions transactions;

    JpaSubscriberStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Subscriber> find(Aor aor) {
        return transactions.run(
                session -> session.createNamedSelectionQuery(SubscriberEntity.FIND, SubscriberEntity.class)
                        .setParameter("username", aor.user())
                        .setParameter("domain", aor.domain())
                        .uniqueResultOptional()
                        .map(SubscriberEntity::toDomain));
    }

    @Override
    public boolean save(Subscriber subscriber) {
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
