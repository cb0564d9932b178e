package org.sippresence.sipclient;

/** What a datagram meets on its way. */
@FunctionalInterface
public interface Link {

    /** Every datagram arrives at once and once. */
    Link GOOD = Runnable::run;

    /** Lets a datagram arrive: calls {@code arrival} as often as it arrives, at once or later, on any thread. */
    void pass(Runnable arrival);
}
