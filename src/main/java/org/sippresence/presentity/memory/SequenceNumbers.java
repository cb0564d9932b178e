package org.sippresence.presentity.memory;

/**
 * The monotonic counters of a subscription. The end of the reserved block is stored, so that after a crash counting continues
 * above everything that was sent.
 *
 * @param localCSeq the CSeq of the last NOTIFY
 * @param version the number of documents sent, for packages that number them from 0
 */
public record SequenceNumbers(long localCSeq, long version) {}
