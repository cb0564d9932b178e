package org.sippresence.sip.relay;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.RouteHeader;
import javax.sip.header.ViaHeader;
import org.sippresence.authentication.DigestClient;
import org.sippresence.authentication.DigestExchange;
import org.sippresence.hook.ClaimedTransaction;
import org.sippresence.hook.Connections;
import org.sippresence.hook.ContainerProviders;
import org.sippresence.hook.ContainerProviders.Listening;
import org.sippresence.model.Aor;
import org.sippresence.model.Flow;
import org.sippresence.model.Hashes;
import org.sippresence.model.RemoteTarget;
import org.sippresence.registration.Binding;
import org.sippresence.sip.client.BranchParameters;
import org.sippresence.sip.client.DigestFields;
import org.sippresence.sip.client.JainTransactions;
import org.sippresence.sip.client.UnprovenTargets;
import org.sippresence.sip.message.ContactHost;
import org.sippresence.sip.message.Headers;

/** A request on its way to one contact (RFC 3261 section 16.6, RFC 3327 section 5.3). */
public final class RelayedRequest implements JainTransactions.Outgoing {

    private static final int MAX_FORWARDS = 70;
    private static final int HASH_LENGTH = 16;

    private final SIPRequest original;
    private final SenderIdentity sender;
    private final String branchPrefix;
    private final SipURI contact;
    private final List<String> path;
    private final DigestExchange exchange;

    /** Where the request is sent if there is no path: an alias or a flow; empty for the contact itself. */
    private final Optional<SipURI> unsent;

    /** Who authenticates to the next hop: the sender of the request, and this server as a client. */
    record Identities(SenderIdentity sender, DigestClient server) {}

    /**
     * Copies the request, which it does not change.
     *
     * @param branchPrefix the result of {@link #branchPrefix}
     * @throws IllegalArgumentException if nothing can be sent to the contact: its URI is unusable, or the connection that it
     * registered over has ended
     */
    RelayedRequest(SIPRequest original, Identities identities, String branchPrefix, Binding binding) {
        this.original = original;
        this.sender = identities.sender();
        this.branchPrefix = branchPrefix;
        this.path = binding.outbound().path();
        RemoteTarget target = path.isEmpty() ? binding.target() : RemoteTarget.at(binding.contact());
        this.contact = (SipURI) Headers.uri(target.requestUri()).clone();
        this.unsent = target.nextHop().isEmpty()
                ? flow(binding.outbound().flow()).map(uri -> (SipURI) Headers.uri(uri))
                : Optional.of((SipURI) Headers.uri(target.nextHop()));
        contact.removeParameter("method"); // not allowed in a Request-URI (RFC 3261 section 19.1.1)
        ((gov.nist.javax.sip.address.SipUri) contact).clearQheaders();
        exchange = identities.server().beginRelaying(DigestFields.nextHop(nextHopUri()), original.getMethod());
    }

    /** Whether the request should be built and sent again after this response, because it answers a proxy's challenge. */
    boolean shouldRepeat(SIPResponse response) {
        return DigestFields.shouldRepeat(exchange, response);
    }

    /** The URI of the flow, if the contact has one and it has not ended. */
    private Optional<String> flow(Flow flow) {
        if (!flow.isConnection() || Connections.find(flow.connection()).isPresent()) {
            return flow.uri();
        }
        if (ContactHost.isReachable(contact, flow)) {
            return Optional.empty();
        }
        throw new IllegalArgumentException("the connection of " + contact + " has ended");
    }

    /**
     * The prefix of our branches of this request for this recipient: a request that returns for the same recipient is in a loop
     * (RFC 3261 section 16.3 step 4).
     */
    public static String branchPrefix(SIPRequest request, Aor recipient) {
        String what = String.join(
                "\n",
                request.getCallId().getCallId(),
                String.valueOf(request.getFromTag()),
                Long.toString(request.getCSeq().getSeqNumber()),
                recipient.uri());
        return ClaimedTransaction.BRANCH_PREFIX + Hashes.hash("SHA-256", what).substring(0, HASH_LENGTH);
    }

    /** Whether this server has relayed the request before, for the same recipient. */
    public static boolean isLoop(SIPRequest request, String branchPrefix) {
        Iterator<?> vias = request.getHeaders(ViaHeader.NAME);
        while (vias.hasNext()) {
            String branch = ((ViaHeader) vias.next()).getBranch();
            if (branch != null && branch.startsWith(branchPrefix)) {
                return true;
            }
        }
        return false;
    }

    private SipURI nextHopUri() {
        return path.isEmpty() ? unsent.orElse(contact) : (SipURI) Headers.uri(path.get(0));
    }

    @Override
    public String nextHop() {
        return nextHopUri().getHost() + ':' + nextHopUri().getPort();
    }

    /** The host of the next hop, which is the one of {@code maddr} if the URI has it. */
    String host() {
        return UnprovenTargets.host(nextHopUri());
    }

    @Override
    public String transport() {
        return Headers.transport(nextHopUri());
    }

    @Override
    public String localHost() {
        return ContainerProviders.listening(transport()).map(Listening::host).orElse("");
    }

    @Override
    public SIPRequest build() throws ParseException, InvalidArgumentException, SipException {
        Listening from = ContainerProviders.listening(transport())
                .orElseThrow(() -> new SipException("no listening address for " + transport()));
        SIPRequest request = (SIPRequest) original.clone();
        request.setTransaction(null);
        request.setRequestURI(contact);
        request.removeHeader(RouteHeader.NAME);
        for (String each : path) { // the stack itself reorders them for a strict router
            request.addLast(Headers.FACTORY.createRouteHeader(Headers.address(each)));
        }
        if (unsent.isPresent()) {
            request.addLast(Headers.unsentRoute(unsent.get()));
        }
        MaxForwardsHeader left = original.getMaxForwards();
        int hops = left == null ? MAX_FORWARDS : left.getMaxForwards() - 1;
        request.setHeader(Headers.FACTORY.createMaxForwardsHeader(hops));
        Via via = (Via) Headers.FACTORY.createViaHeader(
                from.host(),
                from.port(),
                from.transport().toUpperCase(Locale.ROOT),
                branchPrefix + BranchParameters.next().substring(ClaimedTransaction.BRANCH_PREFIX.length()));
        via.setRPort();
        request.addFirst(via);
        sender.applyTo(request, host());
        DigestFields.addTo(request, exchange);
        return request;
    }
}
