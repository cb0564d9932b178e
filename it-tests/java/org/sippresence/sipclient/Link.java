package org.sippresence.sipclient;

/** A simulated network path for datagrams. */
@FunctionalInterface
public interface Link {

    /** Delivers every datagram at once and exactly once. */
    Link GOOD = Runnable::run;

    /** Delivers a datagram: calls {@code arrival} once for each delivery, at once or later, on any thread. */
    void pass(Runnable arrival);
}
