package org.sippresence.notification;

/**
 * One change in the state of an event package that reports changes. Changes during a NOTIFY in flight are reported together,
 * merged by key.
 */
public interface EventChange {

    /** Returns what has changed, such as the id of a watcher or of a document. */
    String key();

    /** Merges an earlier, not yet reported change with the same key into this one. */
    default EventChange after(EventChange earlier) {
        return this;
    }
}
