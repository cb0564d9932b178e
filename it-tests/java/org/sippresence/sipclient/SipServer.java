package org.sippresence.sipclient;

import java.net.URI;

/** The addresses of a server under test. */
public interface SipServer {

    String host();

    /** The port for UDP and TCP. */
    int sipPort();

    int httpPort();

    default TestTarget target(Transport transport) {
        return TestTarget.of(transport, host(), sipPort());
    }

    /** The URI of a path of the HTTP interface, such as {@code /health/live}. */
    default URI uri(String path) {
        return URI.create("http://" + host() + ':' + httpPort() + path);
    }
}
