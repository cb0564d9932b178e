package org.sippresence.sipclient;

/** The addresses of a server under test. */
public interface SipServer {

    String host();

    /** The port for UDP and TCP. */
    int sipPort();

    int httpPort();

    default TestTarget target(Transport transport) {
        return TestTarget.of(transport, host(), sipPort());
    }
}
