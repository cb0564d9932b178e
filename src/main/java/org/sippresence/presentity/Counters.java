package org.sippresence.presentity;

/**
 * The numbers of a subscription that never go backwards. What is stored is the end of the block that is reserved, so that
 * after a crash counting goes on above everything that was sent.
 *
 * @param localCSeq the CSeq of the last NOTIFY
 * @param version the version of the last document sent, for packages that number them
 */
public record Counters(long localCSeq, long version) {}
