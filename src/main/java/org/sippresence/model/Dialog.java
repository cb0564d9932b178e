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
 * @param flow where the newest SUBSCRIBE came from
 * @param remoteCSeq the highest CSeq number received in the dialog
 */
public record Dialog(
        DialogId id,
        String localUri,
        String remoteUri,
        RemoteTarget target,
        List<String> routeSet,
        String localContact,
        Flow flow,
        long remoteCSeq) {

    public Dialog {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(localUri, "localUri");
        Objects.requireNonNull(remoteUri, "remoteUri");
        Objects.requireNonNull(target, "target");
        routeSet = List.copyOf(routeSet);
        Objects.requireNonNull(localContact, "localContact");
        Objects.requireNonNull(flow, "flow");
    }

    /**
     * Same as {@link #Dialog(DialogId, String, String, RemoteTarget, List, String, Flow, long)} with a target without alias, and
     * a flow by which no requests are sent.
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
        this(
                id,
                localUri,
                remoteUri,
                RemoteTarget.at(remoteTarget),
                routeSet,
                localContact,
                Flow.of(transport),
                remoteCSeq);
    }

    /** Returns the subscriber's Contact URI; empty if the dialog has ended. */
    public String remoteTarget() {
        return target.uri();
    }

    /** Returns the Request-URI of requests in the dialog; an edge proxy in the route set evaluates the alias there itself. */
    public String requestUri() {
        return routeSet.isEmpty() ? target.requestUri() : target.uri();
    }

    /** Returns the transport of the newest SUBSCRIBE. */
    public String transport() {
        return flow.transport();
    }

    /** Returns the URI of the next hop: the first route, else the address that an edge proxy named, the flow, or the Contact. */
    public String nextHop() {
        if (!routeSet.isEmpty()) {
            return routeSet.get(0);
        }
        return usesFlow() ? flow.uri().orElseThrow() : target.destination();
    }

    /** Returns whether requests are sent by the flow. */
    public boolean usesFlow() {
        return flow.remote().isPresent()
                && routeSet.isEmpty()
                && target.nextHop().isEmpty();
    }

    /** Returns whether requests go to the same place as those of an earlier state of the dialog. */
    public boolean isReachedAs(Dialog earlier) {
        return target.equals(earlier.target) && flow.equals(earlier.flow);
    }

    /** Returns the dialog after a target refresh request (RFC 3261 section 12.2.2); the route set is unchanged. */
    public Dialog refreshed(RemoteTarget newTarget, Flow newFlow, long newRemoteCSeq) {
        return new Dialog(id, localUri, remoteUri, newTarget, routeSet, localContact, newFlow, newRemoteCSeq);
    }

    /** Returns the dialog with requests that go to the Contact. */
    public Dialog withoutFlow() {
        return new Dialog(id, localUri, remoteUri, target, routeSet, localContact, flow.unused(), remoteCSeq);
    }

    /** Returns the remains of an ended dialog, in which no requests can be sent. */
    public Dialog over() {
        return new Dialog(
                id, localUri, remoteUri, RemoteTarget.at(""), List.of(), localContact, flow.unused(), remoteCSeq);
    }

    public boolean isOver() {
        return target.uri().isEmpty();
    }
}
