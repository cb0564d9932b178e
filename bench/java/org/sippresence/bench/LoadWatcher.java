package org.sippresence.bench;

import org.sippresence.sipclient.HeaderField;

/**
 * A subscription and its dialog (RFC 6665). A SUBSCRIBE is complete when it is answered and its NOTIFY has arrived.
 * Every NOTIFY is checked: dialog, order, state, content.
 */
final class LoadWatcher implements LoadResponse {

    private static final byte[] METHOD = MessageBuffer.ascii("SUBSCRIBE ");
    private static final byte[] CSEQ_END = MessageBuffer.ascii(" SUBSCRIBE");
    private static final byte[] TERMINATED = MessageBuffer.ascii("terminated");
    private static final byte[] ACTIVE = MessageBuffer.ascii("active");
    private static final byte[] PENDING = MessageBuffer.ascii("pending");
    private static final byte[] TAG_END = MessageBuffer.ascii(">;tag=s");
    private static final byte[] NONE = {};

    private final LoadStage stage;
    private final int index;
    private final LoadPublisher presentity;
    private final WatchedPackage subject;
    private final byte[] uri;
    private final LoadCredentials credentials;
    private byte[] target = NONE;
    private byte[] remoteTag = NONE;
    private byte[] wantedState = ACTIVE;
    private NotifyOrder order = new NotifyOrder();
    private int cseq;
    private int lifetime;
    private long seen;
    private long since;
    private long sentAt;
    private long endedAt;
    private int granted;
    private boolean unanswered;
    private boolean awaiting;
    private boolean ending;
    private boolean expiring;
    private boolean counted;
    private boolean late;
    private boolean mute;
    private boolean blind;
    private boolean refusalExpected;
    private Meter meter;

    LoadWatcher(LoadStage stage, int index, LoadPublisher presentity, Who who) {
        this.stage = stage;
        this.index = index;
        this.presentity = presentity;
        subject = who.subject();
        uri = MessageBuffer.ascii(
                who.uri().isEmpty() ? "sip:w" + stage.run() + '-' + index + '@' + stage.domain() : who.uri());
        credentials = stage.digest().credentials(uri);
        meter = stage.meter();
    }

    /**
     * The watcher and its target.
     *
     * @param uri of the watcher, without angle brackets; empty: a generated one
     */
    record Who(String uri, WatchedPackage subject) {

        static final Who PLAIN = new Who("", WatchedPackage.PRESENCE);
    }

    int index() {
        return index;
    }

    byte[] uri() {
        return uri;
    }

    LoadPublisher presentity() {
        return presentity;
    }

    /** Whether there is a subscription that has not ended. */
    boolean subscribed() {
        return remoteTag.length > 0;
    }

    /** Whether a SUBSCRIBE is incomplete. */
    boolean busy() {
        return unanswered || awaiting;
    }

    /** The newest stamp that it has seen. */
    long seen() {
        return seen;
    }

    /** The highest CSeq of a NOTIFY so far; -1: there was none. */
    long highestCseq() {
        return order.highest();
    }

    /** Whether it has seen the newest state that the server has accepted. */
    boolean converged() {
        return !subscribed() || !counted || since >= presentity.acknowledged() || seen >= presentity.acknowledged();
    }

    /** When the NOTIFY that ended the subscription arrived; 0: it did not. */
    long endedAt() {
        return endedAt;
    }

    /** The granted lifetime of the last SUBSCRIBE, in seconds. */
    int granted() {
        return granted;
    }

    /** When the last SUBSCRIBE left. */
    long sentAt() {
        return sentAt;
    }

    /** Leaves the subscription to expire: its end is not a fault. */
    void letExpire() {
        expiring = true;
    }

    /** Stops answering NOTIFYs. */
    void mute() {
        mute = true;
    }

    /** Stops checks and responses: it is unknown whether it has a subscription. */
    void retire() {
        mute = true;
        giveUp();
        end(System.nanoTime());
    }

    /** Answers NOTIFYs again. */
    void revive() {
        mute = false;
    }

    boolean isMute() {
        return mute;
    }

    /** Expects the subscription to stay pending. */
    void expectPending() {
        wantedState = PENDING;
    }

    /** The watcher is not notified of changes, or cannot distinguish them. */
    void seesNoStamps() {
        blind = true;
    }

    /** A rejection is not a fault. */
    void expectRefusal() {
        refusalExpected = true;
    }

    /** Subscribes, refreshes, or with 0 seconds ends the subscription. */
    void subscribe(int seconds) {
        meter = stage.meter();
        if (!subscribed()) {
            order = new NotifyOrder();
            endedAt = 0;
        }
        unanswered = true;
        awaiting = true;
        ending = seconds == 0;
        lifetime = seconds;
        meter.begun();
        meter.notifyExpected++;
        transmit();
    }

    private void transmit() {
        boolean first = !subscribed();
        cseq++;
        Transaction transaction = stage.transactions().begin(index % stage.sockets(), this);
        MessageBuffer message = transaction.message;
        byte[] requestUri = first ? presentity.uri() : target;
        message.put(METHOD).put(requestUri);
        stage.transactions().putVia(transaction);
        message.put(LoadText.FROM).put(uri).put(TAG_END).put(index);
        message.put(LoadText.TO).put(presentity.uri());
        if (first) {
            message.put(LoadText.CALL_ID);
        } else {
            message.put(LoadText.TAG).put(remoteTag).put(LoadText.CALL_ID_AFTER_TAG);
        }
        message.put(stage.callId()).put(LoadText.W).put(index);
        message.put(LoadText.CSEQ).put(cseq).put(CSEQ_END);
        message.put(LoadText.CONTACT).put(LoadText.W).put(index).put(LoadText.AT);
        message.put(stage.sentBy(transaction.socket)).put(LoadText.CONTACT_END);
        message.put(LoadText.EVENT).put(subject.event).put(LoadText.ACCEPT).put(subject.accept);
        message.put(LoadText.EXPIRES).put(lifetime);
        credentials.put(message, METHOD, requestUri);
        message.put(LoadText.LENGTH).put(0).put(LoadText.END);
        stage.transactions().send(transaction);
        sentAt = transaction.sentAt;
    }

    @Override
    public void answered(Packet response, long sent) {
        if (credentials.isChallengedBy(response)) {
            transmit();
            return;
        }
        unanswered = false;
        int status = response.status();
        meter.answered(status, sent, status < 300 || refusalExpected);
        if (status < 300) {
            granted = (int) response.numberIn(HeaderField.EXPIRES, 0);
            if (subscribed() && !response.tagIs(HeaderField.TO, remoteTag)) {
                meter.wrong("tag of the response to " + this, response);
            }
            if (endedAt == 0) {
                learn(response, HeaderField.TO);
            }
        } else {
            giveUp();
            if (status == 481) {
                end(System.nanoTime());
            }
        }
        settle();
    }

    @Override
    public void timedOut() {
        unanswered = false;
        meter.timeouts++;
        giveUp();
        settle();
    }

    private void giveUp() {
        if (awaiting) {
            awaiting = false;
            meter.notifyExpected--;
        }
    }

    /** The 2xx or the first NOTIFY, whichever arrives first, establishes the dialog. */
    private void learn(Packet message, HeaderField header) {
        byte[] contact = message.contact();
        if (contact.length > 0) {
            target = stage.shared(contact);
        }
        if (remoteTag.length == 0) {
            remoteTag = message.tag(header);
            if (target.length == 0) {
                target = presentity.uri();
            }
        }
        if (!counted && !blind && !ending && remoteTag.length > 0) {
            counted = true;
            since = presentity.stamp();
            presentity.watched();
        }
    }

    private void settle() {
        if (!busy()) {
            meter.over();
        }
    }

    /** Gives up everything that has not arrived; returns the number. */
    int writeOff() {
        if (!awaiting) {
            return 0;
        }
        awaiting = false;
        if (!unanswered) {
            meter.over();
        }
        return 1;
    }

    /** Processes a NOTIFY with the Call-ID of this watcher. */
    void notified(Packet notify, long now) {
        Meter counting = stage.meter();
        boolean known = remoteTag.length > 0 && endedAt == 0;
        if (!notify.begins(HeaderField.EVENT, subject.event) || !notify.has(HeaderField.SUBSCRIPTION_STATE)) {
            counting.wrong("event or state", notify);
            return;
        }
        if (notify.tagNumber(HeaderField.TO) != index || (known && !notify.tagIs(HeaderField.FROM, remoteTag))) {
            counting.wrong("tags of " + this, notify);
            return;
        }
        NotifyOrder.Place place = order.take(notify.numberIn(HeaderField.CSEQ, 0), notify.branchHash());
        if (place == NotifyOrder.Place.RETRANSMITTED) {
            counting.retransmitted++;
            return;
        }
        if (place == NotifyOrder.Place.DUPLICATE) {
            counting.notifyDuplicate++;
            return;
        }
        late = place == NotifyOrder.Place.REORDERED;
        if (late) {
            counting.notifyReordered++;
        }
        counting.notifies++;
        take(notify, now);
    }

    private void take(Packet notify, long now) {
        Meter counting = stage.meter();
        if (notify.begins(HeaderField.SUBSCRIPTION_STATE, TERMINATED)) {
            if (endedAt == 0 && !ending && !expiring) {
                counting.wrong("ended", notify);
            }
            end(now);
            arrived(now);
            return;
        }
        if (endedAt != 0) {
            if (!late) {
                counting.wrong("after the end", notify);
            }
            return;
        }
        if (!notify.begins(HeaderField.SUBSCRIPTION_STATE, wantedState)) {
            counting.wrong("state", notify);
        }
        if (!ending && remoteTag.length == 0) {
            learn(notify, HeaderField.FROM);
        }
        if (!subject.content.right(notify, this)) {
            counting.wrong("content, seen " + seen + " of " + presentity.stamp(), notify);
        }
        if (!ending && !late) {
            arrived(now);
        }
    }

    private void arrived(long now) {
        if (awaiting) {
            awaiting = false;
            meter.notifyLatency.add(now - sentAt);
            settle();
        }
    }

    private void end(long now) {
        endedAt = now;
        remoteTag = NONE;
        if (counted) {
            counted = false;
            presentity.left(since < presentity.stamp() && seen < presentity.stamp());
        }
    }

    /**
     * Processes the stamp in a NOTIFY's body: it must be of the watched presentity and must not decrease.
     *
     * @return false if it is wrong
     */
    boolean takeStamp(Packet notify) {
        long found = notify.stamp();
        if (found < 0) {
            return seen == 0 || !presentity.published();
        }
        long stamp = found & 0xffff_ffffL;
        if (found >>> 32 != presentity.index() || stamp > presentity.stamp()) {
            return false;
        }
        Meter counting = stage.meter();
        if (stamp < seen) {
            if (!late) {
                counting.notifyReordered++;
            }
        } else if (stamp == seen) {
            counting.sameState += awaiting || late ? 0 : 1;
        } else {
            counting.coalesced += Math.max(0, stamp - Math.max(seen, since) - 1);
            seen = stamp;
            if (stamp == presentity.stamp() && counted && since < stamp) {
                presentity.seen(System.nanoTime());
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "watcher " + index + " of " + MessageBuffer.text(presentity.uri()) + ", tag "
                + MessageBuffer.text(remoteTag);
    }
}
