package org.sippresence.hook;

import gov.nist.javax.sip.message.SIPRequest;

/** Receives requests before the stack creates transactions for them and before the container sees them. */
@FunctionalInterface
public interface RequestInterceptor {

    /**
     * A request that has just been parsed.
     *
     * @param transport the transport that it arrived by, in lower case
     * @param returnPath the path of its response; the source and local addresses are in the message
     */
    record Incoming(SIPRequest request, String transport, ResponsePath returnPath) {}

    /**
     * Whether the interceptor also gets malformed requests that will be rejected; it may consume them, but must not answer them.
     */
    default boolean interceptsMalformed() {
        return false;
    }

    /**
     * Processes a request. Called on a thread of the SIP stack, with the container's context class loader; must not block and
     * must not throw.
     *
     * @return whether the request is consumed: it is answered now or later, or needs no response; otherwise it is processed as
     *     usual
     */
    boolean intercept(Incoming arrival);
}
