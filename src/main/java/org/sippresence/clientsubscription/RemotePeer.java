package org.sippresence.clientsubscription;

import java.util.List;
import java.util.Objects;

/**
 * The remote peer of a dialog as one of its messages describes it.
 *
 * @param tag of its From or To header; empty if there is none
 * @param target the URI of its Contact; empty if there is none
 * @param routes the route set of the dialog in the order for requests of this server (RFC 3261 section 12.1)
 */
public record RemotePeer(String tag, String target, List<String> routes) {

    public RemotePeer {
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(target, "target");
        routes = List.copyOf(routes);
    }
}
