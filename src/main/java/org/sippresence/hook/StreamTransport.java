package org.sippresence.hook;

import java.util.Locale;
import java.util.Optional;

/** A transport of SIP over TCP connections. The name is that in a Via. */
enum StreamTransport {
    /** RFC 3261 section 18. */
    TCP,
    /** RFC 3261 section 26.2.1. */
    TLS,
    /** WebSocket (RFC 7118). */
    WS,
    /** WebSocket over TLS. */
    WSS;

    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;

    static Optional<StreamTransport> of(String name) {
        for (StreamTransport each : values()) {
            if (each.name().equalsIgnoreCase(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    boolean isSecure() {
        return this == TLS || this == WSS;
    }

    /** Whether each message is one WebSocket message; connections are opened by clients only. */
    boolean isWebSocket() {
        return this == WS || this == WSS;
    }

    int defaultPort() {
        return isSecure() ? SIPS_PORT : SIP_PORT;
    }

    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
