package org.sippresence.eventpackage;

/** When a publication gets a new entity-tag. */
public enum EtagPolicy {
    /** With each accepted PUBLISH, as RFC 3903 section 6 step 6 has it. */
    EACH_TIME,
    /** With the first one only, for clients that do not look at the others (Kamailio's {@code etag_not_new}). */
    ONCE
}
