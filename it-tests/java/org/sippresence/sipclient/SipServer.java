package org.sippresence.sipclient;

/** Where a server listens that was started for a test. */
public interface SipServer {

    String host();

    /** For UDP and TCP. */
    int sipPort();

    int httpPort();

    default TestTarget target(Transport transport) {
        return TestTarget.of(transport, host(), sipPort());
    }
}
