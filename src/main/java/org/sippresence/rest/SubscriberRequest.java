package org.sippresence.rest;

/**
 * The body of PUT for a subscriber: either the password, or hashes that were made of it elsewhere, as in the columns of the
 * table. Null where it was not sent.
 */
record SubscriberRequest(String password, String ha1, String ha1b, String ha1Sha256, String ha1bSha256) {

    /** Without what is secret, which is all. */
    @Override
    public String toString() {
        return "SubscriberRequest[***]";
    }
}
