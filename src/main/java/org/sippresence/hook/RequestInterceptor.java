package org.sippresence.hook;

import gov.nist.javax.sip.message.SIPRequest;

/** Takes requests before the stack makes transactions of them and before the container sees them. */
@FunctionalInterface
public interface RequestInterceptor {

    /**
     * A request that has just been parsed.
     *
     * @param transport that it came by, in lower case
     * @param returnPath of its response; the addresses that it came from and to are in the message
     */
    record Incoming(SIPRequest request, String transport, ResponsePath returnPath) {}

    /** Whether requests are shown, too, that are to be refused as malformed; those may be taken, but not be answered. */
    default boolean interceptsMalformed() {
        return false;
    }

    /**
     * Called on a thread of the SIP stack, with the container's context class loader; must not block and must not throw.
     *
     * @return whether the request is answered, now or soon, or need not be; otherwise it goes its usual way
     */
    boolean intercept(Incoming arrival);
}
