package org.sippresence.persistence;

import jakarta.persistence.LockModeType;
import java.util.Optional;

/**
 * Single rows of one table, each read or changed in a transaction of its own.
 *
 * @param type the entity
 */
record SingleRows<E>(Transactions transactions, Class<E> type) {

    Optional<E> find(Object key) {
        return transactions.read(manager -> Optional.ofNullable(manager.find(type, key)));
    }

    /** Inserts a row, or replaces the one with the same key ({@link Upserts}). */
    void save(E row) {
        boolean unused = transactions.change(manager -> {
            manager.persist(row);
            return true;
        });
    }

    /** Removes a row; returns whether it existed. */
    boolean remove(Object key) {
        return transactions.change(manager -> {
            Optional<E> row = Optional.ofNullable(manager.find(type, key, LockModeType.PESSIMISTIC_WRITE));
            row.ifPresent(manager::remove);
            return row.isPresent();
        });
    }
}
