package org.sippresence.model;

import java.util.List;
import java.util.Objects;

/**
 * The dialog of a subscription, independent of the container so that it survives a restart (RFC 3261 section 12.1.1).
 * Excludes the local CSeq, which changes with each NOTIFY and is stored separately.
 *
 * @param id Call-ID and tags
 * @param localUri the local URI: To of the SUBSCRIBE, without tag
 * @param remoteUri the subscriber's URI: From of the SUBSCRIBE, without tag
 * @param target the subscriber's Contact
 * @param routeSet the Record-Route URIs of the SUBSCRIBE in their order, including parameters, without angle brackets
 * @param localContact the local Contact URI, as in the 2xx
 * @param transport {@code udp}, {@code tcp} or {@code tls}: the transport of the received SUBSCRIBE
 * @param remoteCSeq the highest CSeq number received in the dialog
 */
public record Dialog(
        DialogId id,
        String localUri,
        String remoteUri,
        RemoteTarget target,
        List<String> routeSet,
        String localContact,
        String transport,
        long remoteCSeq) {

    public Dialog {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(localUri, "localUri");
        Objects.requireNonNull(remoteUri, "remoteUri");
        Objects.requireNonNull(target, "target");
        routeSet = List.copyOf(routeSet);
        Objects.requireNonNull(localContact, "localContact");
        Objects.requireNonNull(transport, "transport");
    }

    /**
     * Same as {@link #Dialog(DialogId, String, String, RemoteTarget, List, String, String, long)} with a target without
     * alias.
     */
    public Dialog(
            DialogId id,
            String localUri,
            String remoteUri,
            String remoteTarget,
            List<String> routeSet,
            String localContact,
            String transport,
            long remoteCSeq) {
        this(id, localUri, remoteUri, RemoteTarget.at(remoteTarget), routeSet, localContact, transport, remoteCSeq);
    }

    /** Returns the subscriber's Contact URI; empty if the dialog has ended. */
    public String remoteTarget() {
        return target.uri();
    }

    /** Returns the Request-URI of requests in the dialog; an edge proxy in the route set evaluates the alias there itself. */
    public String requestUri() {
        return routeSet.isEmpty() ? target.requestUri() : target.uri();
    }

    /** Returns the URI of the next hop: the first route, or the address of the target. */
    public String nextHop() {
        return routeSet.isEmpty() ? target.destination() : routeSet.get(0);
    }

    /** Returns the dialog after a target refresh request (RFC 3261 section 12.2.2); the route set is unchanged. */
    public Dialog refreshed(RemoteTarget newTarget, long newRemoteCSeq) {
        return new Dialog(id, localUri, remoteUri, newTarget, routeSet, localContact, transport, newRemoteCSeq);
    }

    /** Returns the remains of an ended dialog, in which no requests can be sent. */
    public Dialog over() {
        return new Dialog(id, localUri, remoteUri, "", List.of(), localContact, transport, remoteCSeq);
    }

    public boolean isOver() {
        return target.uri().isEmpty();
    }
}
