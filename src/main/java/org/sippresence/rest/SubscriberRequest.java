package org.sippresence.rest;

/**
 * The body of PUT for an account: either the password, or hashes computed from it elsewhere, as in the columns of the
 * table. Absent members are null.
 */
record SubscriberRequest(String password, String ha1, String ha1b, String ha1Sha256, String ha1bSha256) {

    /** Omits all members, because all are secret. */
    @Override
    public String toString() {
        return "SubscriberRequest[***]";
    }
}
