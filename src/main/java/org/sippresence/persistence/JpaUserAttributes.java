package org.sippresence.persistence;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sippresence.attributes.AttributeName;
import org.sippresence.attributes.UserAttribute;
import org.sippresence.attributes.UserAttributes;

/** User attributes in the table {@code user_attributes}. */
final class JpaUserAttributes implements UserAttributes {

    private final Transactions transactions;
    private final SingleRows<UserAttributeEntity> rows;

    JpaUserAttributes(Transactions transactions) {
        this.transactions = transactions;
        this.rows = new SingleRows<>(transactions, UserAttributeEntity.class);
    }

    @Override
    public Optional<UserAttribute> find(AttributeName name) {
        return rows.find(UserAttributeEntity.key(name)).map(UserAttributeEntity::toDomain);
    }

    @Override
    public List<UserAttribute> of(Collection<String> uids) {
        if (uids.isEmpty()) {
            return List.of();
        }
        return transactions.read(manager -> manager
                .createNamedQuery(UserAttributeEntity.OF_USERS, UserAttributeEntity.class)
                .setParameter("uids", uids)
                .setMaxResults(uids.size() * MAX_PER_USER)
                .getResultList()
                .stream()
                .map(UserAttributeEntity::toDomain)
                .toList());
    }

    @Override
    public boolean save(UserAttribute attribute) {
        rows.save(new UserAttributeEntity(attribute));
        return true;
    }

    @Override
    public boolean remove(AttributeName name) {
        return rows.remove(UserAttributeEntity.key(name));
    }
}
