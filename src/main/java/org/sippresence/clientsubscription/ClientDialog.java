package org.sippresence.clientsubscription;

import java.util.List;
import java.util.Optional;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.MediaType;
import org.sippresence.model.Rejection;

/** One dialog of a held subscription, from its first SUBSCRIBE on. Touched by one lane only. */
final class ClientDialog {

    private final SubscriptionTarget target;
    private final DialogId id;
    private final long number;
    private RemotePeer peer;
    private long cseq;
    private long remoteCSeq = -1;

    /**
     * With nobody at the other end yet.
     *
     * @param number higher than that of the dialog before
     */
    ClientDialog(SubscriptionTarget target, DialogId id, long number) {
        this.target = target;
        this.id = id;
        this.number = number;
        this.peer = new RemotePeer("", target.where().target(), target.where().routes());
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

    /** The dialog that the first NOTIFY or the success made, whichever came first; there is no other (RFC 6665 section 4.4.1). */
    void establish(RemotePeer other) {
        peer = other.target().isEmpty() ? new RemotePeer(other.tag(), peer.target(), other.routes()) : other;
    }

    /** A target refresh (RFC 3261 section 12.2): the routes stay. */
    void moved(RemotePeer other) {
        if (!other.target().isEmpty() && other.tag().equals(peer.tag())) {
            peer = new RemotePeer(peer.tag(), other.target(), peer.routes());
        }
    }

    /** The next SUBSCRIBE. */
    OutgoingSubscribe message(int seconds) {
        Dialog dialog = new Dialog(
                new DialogId(id.callId(), id.localTag(), peer.tag()),
                target.where().from(),
                target.where().to(),
                peer.target(),
                peer.routes(),
                "",
                "",
                Math.max(0, remoteCSeq));
        SubscriptionTarget.What what = target.what();
        return new OutgoingSubscribe(dialog, ++cseq, what.header(), what.accept(), seconds, what.body());
    }

    /** Why a NOTIFY with this Call-ID and our tag is none of this dialog. */
    Optional<Rejection> objection(IncomingNotify notify) {
        if (!notify.event().equals(target.what().event().value())) {
            return Optional.of(Rejection.of(489, "Bad Event"));
        }
        if (isEstablished() && !peer.tag().equals(notify.dialog().remoteTag())) { // of another branch of a fork
            return Optional.of(Rejection.of(481, "Subscription does not exist"));
        }
        return notify.cseq() < remoteCSeq // RFC 3261 section 12.2.2
                ? Optional.of(Rejection.of(500, "CSeq out of order", "Retry-After", "1"))
                : Optional.empty();
    }

    /** What a body must be to be taken. */
    Optional<Rejection> objection(Body body, int maxLength) {
        List<MediaType> accept = target.what().accept();
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

    /** Whether it was taken already: its answer was lost. */
    boolean isRepeated(IncomingNotify notify) {
        return notify.cseq() == remoteCSeq;
    }

    void taken(IncomingNotify notify) {
        remoteCSeq = notify.cseq();
    }
}
