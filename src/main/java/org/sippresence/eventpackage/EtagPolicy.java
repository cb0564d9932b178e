package org.sippresence.eventpackage;

/** When a publication gets a new entity-tag. */
public enum EtagPolicy {
    /** With each accepted PUBLISH, as RFC 3903 section 6 step 6 requires. */
    EACH_TIME,
    /** Only with the initial PUBLISH, for clients that ignore later entity-tags (Kamailio's {@code etag_not_new}). */
    ONCE
}
