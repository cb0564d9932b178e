package org.sippresence.persistence;

import java.util.List;
import java.util.Optional;
import org.sippresence.access.AccessToken;
import org.sippresence.access.AccessTokenStore;

/** Access tokens in the table {@code access_token}. */
final class JpaAccessTokenStore implements AccessTokenStore {

    private final Transactions transactions;
    private final SingleRows<AccessTokenEntity> rows;

    JpaAccessTokenStore(Transactions transactions) {
        this.transactions = transactions;
        this.rows = new SingleRows<>(transactions, AccessTokenEntity.class);
    }

    @Override
    public List<AccessToken> all() {
        return transactions.read(manager ->
                manager.createNamedQuery(AccessTokenEntity.ALL, AccessTokenEntity.class).getResultList().stream()
                        .map(AccessTokenEntity::toDomain)
                        .flatMap(Optional::stream)
                        .toList());
    }

    @Override
    public void save(AccessToken token) {
        rows.save(new AccessTokenEntity(token));
    }

    @Override
    public boolean remove(String id) {
        return rows.remove(id);
    }
}
