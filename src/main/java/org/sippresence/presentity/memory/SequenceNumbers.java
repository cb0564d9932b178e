package org.sippresence.presentity.memory;

/**
 * The numbers of a subscription that never go backwards. What is stored is the end of the block that is reserved, so that
 * after a crash counting goes on above everything that was sent.
 *
 * @param localCSeq the CSeq of the last NOTIFY
 * @param version how many documents were sent, for packages that number them from 0
 */
public record SequenceNumbers(long localCSeq, long version) {}
