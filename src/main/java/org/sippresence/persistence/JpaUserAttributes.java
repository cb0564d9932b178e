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

    JpaUserAttributes(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<UserAttribute> find(AttributeName name) {
        return transactions.run(
                session -> session.createNamedSelectionQuery(UserAttributeEntity.FIND, UserAttributeEntity.class)
                        .setParameter("uid", name.uid())
                        .setParameter("name", name.name())
                        .uniqueResultOptional()
                        .map(UserAttributeEntity::toDomain));
    }

    @Override
    public List<UserAttribute> of(Collection<String> uids) {
        if (uids.isEmpty()) {
            return List.of();
        }
        return transactions.run(session -> session
                .createNamedSelectionQuery(UserAttributeEntity.OF_USERS, UserAttributeEntity.class)
                .setParameterList("uids", uids)
                .setMaxResults(uids.size() * MOST_OF_A_USER)
                .list()
                .stream()
                .map(UserAttributeEntity::toDomain)
                .toList());
    }

    @Override
    public boolean save(UserAttribute attribute) {
        return transactions.write(session -> {
            session.insert(UserAttributeEntity.fromDomain(attribute));
            return true;
        });
    }

    @Override
    public boolean remove(AttributeName name) {
        return transactions.write(session -> session.createNamedMutationQuery(UserAttributeEntity.REMOVE)
                        .setParameter("uid", name.uid())
                        .setParameter("name", name.name())
                        .executeUpdate()
                > 0);
    }
}
