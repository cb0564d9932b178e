package org.sippresence.notification;

/**
 * One thing that has changed in the state of an event package that tells its watchers what has changed. Changes that come while
 * a NOTIFY is under way are told together, one of each key.
 */
public interface EventChange {

    /** What has changed, such as the id of a watcher or of a document. */
    String key();

    /** This change and an earlier one of the same key, which was not told yet, as one. */
    default EventChange after(EventChange earlier) {
        return this;
    }
}
