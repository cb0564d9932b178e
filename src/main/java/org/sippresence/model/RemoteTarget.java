package org.sippresence.model;

import java.util.Objects;

/**
 * The remote target of a dialog (RFC 3261 section 12.1), or the location of a contact.
 *
 * @param uri the Contact URI as received; empty if there is none
 * @param nextHop the URI of the address that an edge proxy stored in it; empty if there is none
 */
public record RemoteTarget(String uri, String nextHop) {

    public RemoteTarget {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(nextHop, "nextHop");
    }

    /** Creates a target reached at its own URI, whatever its parameters. */
    public static RemoteTarget at(String uri) {
        return new RemoteTarget(uri, "");
    }

    /**
     * Creates a target reached at the address of its {@link ContactAlias}, if it has one.
     *
     * @throws IllegalArgumentException if the alias is unusable; the message is for the peer
     */
    public static RemoteTarget atAlias(String uri) {
        return new RemoteTarget(uri, ContactAlias.nextHop(uri).orElse(""));
    }

    /** Returns the Request-URI of a request to the target without a route. */
    public String requestUri() {
        return nextHop.isEmpty() ? uri : ContactAlias.removedFrom(uri);
    }

    /** Returns the URI that a request to the target without a route is sent to. */
    public String destination() {
        return nextHop.isEmpty() ? uri : nextHop;
    }
}
