package org.sippresence.registration;

import java.util.List;

/**
 * The contacts of one address of record, for one turn of its lane. What is changed is seen by the next read at once and is
 * durable when the turn is committed. Not thread-safe.
 */
public interface RegistrationStore {

    /** All, the one first registered first; what has expired may be among them until it is removed. */
    List<Binding> bindings();

    /** Adds, replaces or removes the contact, as the change's event says; who wants to know is told after the commit. */
    void apply(RegistrationChange change);
}
