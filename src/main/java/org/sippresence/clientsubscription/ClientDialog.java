package org.sippresence.clientsubscription;

import java.util.List;
import java.util.Optional;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.MediaType;
import org.sippresence.model.Rejection;

/** One dialog of a client subscription, from its first SUBSCRIBE on. Used by one lane only. */
final class ClientDialog {

    private final SubscriptionTarget target;
    private final DialogId id;
    private final long number;
    private RemotePeer peer;
    private long cseq;
    private boolean awaitsResponse;
    private long remoteCSeq = -1;

    /**
     * Creates a dialog without a remote peer.
     *
     * @param number higher than that of the previous dialog
     */
    ClientDialog(SubscriptionTarget target, DialogId id, long number) {
        this.target = target;
        this.id = id;
        this.number = number;
        this.peer = new RemotePeer(
                "", target.destination().target(), target.destination().routes());
    }

    DialogId id() {
        return id;
    }

    long number() {
        return number;
    }

    boolean isEstablished() {
        return !peer.tag().isEmpty();
    }

    /**
     * Establishes the dialog by the first NOTIFY or the 2xx, whichever arrived first; there is only one dialog (RFC 6665 section
     * 4.4.1).
     */
    void establish(RemotePeer other) {
        peer = other.target().isEmpty() ? new RemotePeer(other.tag(), peer.target(), other.routes()) : other;
    }

    /** Refreshes the remote target (RFC 3261 section 12.2); the route set stays. */
    void refreshTarget(RemotePeer other) {
        if (!other.target().isEmpty() && other.tag().equals(peer.tag())) {
            peer = new RemotePeer(peer.tag(), other.target(), peer.routes());
        }
    }

    /** Creates the next SUBSCRIBE, whose response is awaited instead of an earlier one. */
    OutgoingSubscribe nextSubscribe(int seconds) {
        Dialog dialog = new Dialog(
                new DialogId(id.callId(), id.localTag(), peer.tag()),
                target.destination().from(),
                target.destination().to(),
                peer.target(),
                peer.routes(),
                "",
                "",
                Math.max(0, remoteCSeq));
        SubscriptionTarget.EventState state = target.state();
        awaitsResponse = true;
        return new OutgoingSubscribe(dialog, ++cseq, state.header(), state.accept(), seconds, state.body());
    }

    boolean isAwaitingResponse() {
        return awaitsResponse;
    }

    /** Whether the response to this SUBSCRIBE is awaited; it may be of an earlier dialog. */
    boolean isAwaiting(OutgoingSubscribe subscribe) {
        return awaitsResponse
                && subscribe.cseq() == cseq
                && subscribe.dialog().id().callId().equals(id.callId());
    }

    void stopAwaiting() {
        awaitsResponse = false;
    }

    /** The rejection of a NOTIFY with this Call-ID and local tag that does not belong to this dialog; empty if it does. */
    Optional<Rejection> validate(IncomingNotify notify) {
        if (!notify.event().equals(target.state().event().value())) {
            return Optional.of(Rejection.of(489, "Bad Event"));
        }
        if (isEstablished() && !peer.tag().equals(notify.dialog().remoteTag())) { // from another branch of a fork
            return Optional.of(Rejection.of(481, "Subscription does not exist"));
        }
        return notify.cseq() < remoteCSeq // RFC 3261 section 12.2.2
                ? Optional.of(Rejection.of(500, "CSeq out of order", "Retry-After", "1"))
                : Optional.empty();
    }

    /** The rejection of an unacceptable body; empty if it is acceptable. */
    Optional<Rejection> validateBody(Body body, int maxLength) {
        List<MediaType> accept = target.state().accept();
        if (accept.stream().noneMatch(each -> each.accepts(body.type()))) {
            return Optional.of(Rejection.of(
                    415,
                    "Unsupported Media Type",
                    "Accept",
                    String.join(", ", accept.stream().map(MediaType::toString).toList())));
        }
        return body.length() > maxLength
                ? Optional.of(Rejection.of(413, "Request Entity Too Large"))
                : Optional.empty();
    }

    /** Whether the NOTIFY was processed already, so its response was lost. */
    boolean isRepeated(IncomingNotify notify) {
        return notify.cseq() == remoteCSeq;
    }

    void accept(IncomingNotify notify) {
        remoteCSeq = notify.cseq();
    }
}
