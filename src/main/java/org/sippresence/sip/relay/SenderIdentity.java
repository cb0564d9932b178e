package org.sippresence.sip.relay;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.authorization.RequestIdentity.Assurance;
import org.sippresence.model.Aor;
import org.sippresence.settings.Realms;
import org.sippresence.sip.message.AssertedIdentity;
import org.sippresence.sip.message.Privacy;
import org.sippresence.sip.message.TrustDomain;

/**
 * What the next hop of a relayed request learns about the sender (RFC 3325 sections 5 to 7): no credentials for this server; the identity that a trusted peer
 * asserts, or, if the sender has authenticated here, that one. The latter is told to trusted peers only, the former to everybody
 * unless the sender wants privacy. The header Identity (RFC 8224) is passed on as it is.
 */
public final class SenderIdentity {

    private final TrustDomain trustDomain;
    private final SIPRequest request;
    private final Optional<Aor> authenticatedHere;
    private final RealmFilter filter;

    /**
     * Removes from the request what its sender may not assert. Called before the request is relayed to anyone: its copies share
     * the headers that the stack could not parse.
     *
     * @param identity of the request
     * @param realms of this server
     */
    public SenderIdentity(TrustDomain trustDomain, SIPRequest request, RequestIdentity identity, Realms realms) {
        this.trustDomain = Objects.requireNonNull(trustDomain, "trustDomain");
        this.request = request;
        boolean isFromPeer = trustDomain.isSourceOf(request);
        this.authenticatedHere = isFromPeer || identity.assurance() != Assurance.AUTHENTICATED
                ? Optional.empty()
                : Optional.of(identity.aor());
        keepTrusted(request, isFromPeer);
        filter = new RealmFilter(Stream.of(
                        Aor.tryParse(request.getFrom().getAddress().getURI().toString()),
                        Optional.of(identity.aor()),
                        Aor.tryParse(request.getRequestURI().toString()))
                .flatMap(Optional::stream)
                .map(user -> realms.of(user.domain()))
                .toList());
        filter.applyTo(request);
    }

    private static void keepTrusted(SIPMessage message, boolean isFromPeer) {
        if (isFromPeer) {
            AssertedIdentity.keepUsable(message);
        } else {
            AssertedIdentity.removeFrom(message);
        }
    }

    /**
     * Completes a copy of the request for its next hop.
     *
     * @param host of the next hop
     */
    void applyTo(SIPRequest copy, String host) {
        if (trustDomain.includes(host)) {
            authenticatedHere.ifPresent(user -> AssertedIdentity.assertIn(copy, user));
        } else if (Privacy.hidesIdentity(copy)) {
            AssertedIdentity.removeFrom(copy);
        }
        Privacy.separateBySemicolons(copy);
    }

    /** Removes from a response what may not be passed on to the sender of the request. */
    void applyTo(SIPResponse response) {
        keepTrusted(response, trustDomain.isSourceOf(response));
        if (!trustDomain.isSourceOf(request) && Privacy.hidesIdentity(response)) {
            AssertedIdentity.removeFrom(response);
        }
        Privacy.separateBySemicolons(response);
        filter.applyTo(response);
    }
}
