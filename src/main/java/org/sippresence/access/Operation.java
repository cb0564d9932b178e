package org.sippresence.access;

/** What a caller may be permitted to do. {@link AccessPolicy} has the table of who may do what. */
public enum Operation {
    /** Publish the state of a user: PUBLISH. */
    PUBLISH,
    /** Change the contacts of a user: REGISTER. */
    REGISTER,
    /** Subscribe to a user. What the watcher sees is decided by the user's rules. */
    WATCH,
    /** Subscribe to the watchers of a user: {@code *.winfo}. */
    WATCH_WATCHERS,
    /** Subscribe to the contacts of a user: {@code reg}. */
    WATCH_CONTACTS,
    /** Subscribe to the XCAP documents of a user: {@code xcap-diff}. */
    WATCH_DOCUMENTS,
    /** Send a user a MESSAGE. Whether it is delivered is decided by the user's rules. */
    MESSAGE,

    /** Read the XCAP documents of a user. */
    READ_DOCUMENTS,
    /** Change the XCAP documents of a user. */
    WRITE_DOCUMENTS,
    /** Read the XCAP documents of the global trees. */
    READ_GLOBAL_DOCUMENTS,
    /** Change the XCAP documents of the global trees. */
    WRITE_GLOBAL_DOCUMENTS,

    /** Read the index of the HTTP interface, its description, and the health of the server. */
    READ_INDEX,
    /** Read the metrics of the whole server. */
    READ_METRICS,
    /** Use the web console. */
    USE_CONSOLE,
    /** Read presentities and their publications over REST. */
    READ_PRESENTITIES,
    /** Read subscriptions and stored offline watchers over REST. */
    READ_WATCHERS,
    /** Read registered contacts over REST. */
    READ_CONTACTS,
    /** Read what is decided about a watcher or a message, and why, over REST. */
    EXPLAIN_DECISIONS,
    /** Read attributes of users over REST. */
    READ_ATTRIBUTES,
    /** Read accounts, without anything secret, over REST. */
    READ_ACCOUNTS,
    /** Publish over REST. */
    WRITE_PUBLICATIONS,
    /** Notify, reauthorize and end subscriptions, and store offline watchers, over REST. */
    WRITE_WATCHERS,
    /** Set and remove contacts over REST. */
    WRITE_CONTACTS,
    /** Set and remove attributes of users over REST. */
    WRITE_ATTRIBUTES,
    /** Create and remove accounts and set their passwords over REST. */
    WRITE_ACCOUNTS,
    /** List, create and revoke access tokens over REST. */
    MANAGE_TOKENS,
    /** Read the configuration of the server over REST. */
    READ_CONFIGURATION,
    /** Start maintenance of the whole server, such as the removal of expired state, over REST. */
    RUN_MAINTENANCE
}
