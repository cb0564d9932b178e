package org.sippresence.sipclient;

/** Where a server listens that was started for a test. */
public interface SipServer {

    String host();

    /** For UDP and TCP. */
    int sipPort();

    int httpPort();

    default Target target(Transport transport) {
        return Target.of(transport, host(), sipPort());
    }
}
