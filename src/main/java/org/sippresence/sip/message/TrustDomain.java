package org.sippresence.sip.message;

import gov.nist.javax.sip.message.SIPMessage;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.settings.Networks;

/**
 * The peers whose statements about the sender of a request are believed (RFC 3324 section 2.3, RFC 3325 section 2). A peer is
 * recognized by its address ({@code trusted_peers}); another way to recognize one belongs here, too.
 *
 * @param peers their addresses
 */
public record TrustDomain(Networks peers) {

    public TrustDomain {
        Objects.requireNonNull(peers, "peers");
    }

    /** Whether a peer sent the message. */
    public boolean isSourceOf(SIPMessage message) {
        return source(message).filter(peers::contains).isPresent();
    }

    /** The address that the message came from; empty if it was not received. */
    public static Optional<InetAddress> source(SIPMessage message) {
        return Optional.ofNullable(message.getPeerPacketSourceAddress())
                .or(() -> Optional.ofNullable(message.getRemoteAddress()));
    }

    /** Whether the host is the address of a peer. A host name is none: it is not resolved. */
    public boolean includes(String host) {
        return peers.contains(host);
    }
}
