package org.sippresence.registration;

import java.util.List;

/**
 * The contacts of one address of record within a transaction. A change is visible to the next read immediately and durable after
 * the commit. Not thread-safe.
 */
public interface RegistrationStore {

    /** Returns all contacts in the order of first registration; may include expired ones that are not removed yet. */
    List<Binding> bindings();

    /** Adds, replaces or removes the contact according to the change's event; listeners are notified after the commit. */
    void apply(RegistrationChange change);
}
