package org.sippresence.operation;

import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.ServerUnderTest;
import org.sippresence.sipclient.Transport;

/** The server that the tests of this package run against. */
final class Servers {

    static final String MIN_EXPIRES = "2";
    static final String MAX_EXPIRES = "600";
    static final String DEFAULT_EXPIRES = "500";
    static final int MAX_BODY = 20_000;

    private record Address(String host, int sipPort, int httpPort) implements ServerUnderTest {}

    private Servers() {}

    static ServerUnderTest current() {
        return new Address("127.0.0.1", Integer.getInteger("it.sip", 5060), Integer.getInteger("it.http", 8080));
    }

    static Scene scene(Transport transport) {
        return Scene.of(current(), transport);
    }
}
