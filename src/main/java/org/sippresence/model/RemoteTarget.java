package org.sippresence.model;

import java.util.Objects;
import java.util.Optional;

/**
 * The remote target of a dialog (RFC 3261 section 12.1), or where a contact is.
 *
 * @param uri the Contact URI as it came; empty if there is none
 * @param nextHop the URI of the address that an edge proxy named for it; empty if none did
 */
public record RemoteTarget(String uri, String nextHop) {

    public RemoteTarget {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(nextHop, "nextHop");
    }

    /** Reached at its own URI, whatever parameters that has. */
    public static RemoteTarget at(String uri) {
        return new RemoteTarget(uri, "");
    }

    /**
     * Reached at the address of its {@link ContactAlias}, if it has one.
     *
     * @throws IllegalArgumentException if the alias cannot be used, with a text for the peer
     */
    public static RemoteTarget atAlias(String uri) {
        Optional<ContactAlias> alias = ContactAlias.of(uri);
        return new RemoteTarget(uri, alias.map(ContactAlias::nextHop).orElse(""));
    }

    /** What a request to it without a route has as its Request-URI. */
    public String requestUri() {
        return nextHop.isEmpty() ? uri : ContactAlias.removedFrom(uri);
    }

    /** Where a request to it without a route is sent. */
    public String destination() {
        return nextHop.isEmpty() ? uri : nextHop;
    }
}
