package org.sippresence.model;

import java.util.List;
import java.util.Objects;

/**
 * The dialog of a subscription, ours and not the container's, so that it survives a restart (RFC 3261 section 12.1.1).
 * The local CSeq is not part of it: it changes with each NOTIFY and is counted beside the dialog.
 *
 * @param id Call-ID and tags
 * @param localUri our URI: To of the SUBSCRIBE, without tag
 * @param remoteUri the subscriber's URI: From of the SUBSCRIBE, without tag
 * @param target the subscriber's Contact
 * @param routeSet the Record-Route URIs of the SUBSCRIBE in their order, parameters included, without angle brackets
 * @param localContact our Contact URI, as given in the 2xx
 * @param transport {@code udp}, {@code tcp} or {@code tls}: how the SUBSCRIBE reached us
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

    /** As {@link #Dialog(DialogId, String, String, RemoteTarget, List, String, String, long)} with a target that has no alias. */
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

    /** The subscriber's Contact URI; empty if the dialog is over. */
    public String remoteTarget() {
        return target.uri();
    }

    /** The Request-URI of our requests; an edge proxy that is a route reads its alias there itself. */
    public String requestUri() {
        return routeSet.isEmpty() ? target.requestUri() : target.uri();
    }

    /** The URI that our requests are sent to: the first route, or where the target is. */
    public String nextHop() {
        return routeSet.isEmpty() ? target.destination() : routeSet.get(0);
    }

    /** After a target refresh request (RFC 3261 section 12.2.2): the route set stays as it was. */
    public Dialog refreshed(RemoteTarget newTarget, long newRemoteCSeq) {
        return new Dialog(id, localUri, remoteUri, newTarget, routeSet, localContact, transport, newRemoteCSeq);
    }

    /** What is left of a dialog that has ended: nothing can be sent in it any more. */
    public Dialog over() {
        return new Dialog(id, localUri, remoteUri, "", List.of(), localContact, transport, remoteCSeq);
    }

    public boolean isOver() {
        return target.uri().isEmpty();
    }
}
