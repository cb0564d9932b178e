package org.sippresence.bench;

import org.sippresence.sipclient.HeaderField;

/**
 * A presentity and its one publication (RFC 3903). Every PUBLISH with a body carries the next stamp. A PUBLISH is
 * complete when it is answered and every watcher that existed when it was sent has seen its stamp.
 */
final class LoadPublisher implements LoadResponse {

    private static final byte[] METHOD = MessageBuffer.ascii("PUBLISH ");
    private static final byte[] CSEQ_END = MessageBuffer.ascii(" PUBLISH\r\nEvent: presence");
    private static final byte[] NONE = {};
    private static final int UNAVAILABLE = 503;

    private final LoadStage stage;
    private final int index;
    private final byte[] uri;
    private final LoadCredentials credentials;
    private LoadPidf document;
    private byte[] etag = NONE;
    private long cseq;
    private long stamp;
    private long acknowledged;
    private long sentAt;
    private int watching;
    private int left;
    private boolean unanswered;
    private boolean withBody;
    private boolean removing;
    private boolean doubtful;
    private int expires = 3_600;
    private int granted;
    private Meter meter;

    LoadPublisher(LoadStage stage, int index) {
        this.stage = stage;
        this.index = index;
        uri = MessageBuffer.ascii("sip:" + stage.run() + '-' + index + '@' + stage.domain());
        credentials = stage.digest().credentials(uri);
        document = stage.document();
        meter = stage.meter();
    }

    int index() {
        return index;
    }

    byte[] uri() {
        return uri;
    }

    LoadCredentials credentials() {
        return credentials;
    }

    /** The number of the newest document that was sent. */
    long stamp() {
        return stamp;
    }

    /** The number of the newest document that the server has accepted. */
    long acknowledged() {
        return acknowledged;
    }

    /** Whether an operation is incomplete. */
    boolean busy() {
        return unanswered || left > 0;
    }

    /** Whether a PUBLISH is not answered. */
    boolean unanswered() {
        return unanswered;
    }

    /** Whether the publication exists. */
    boolean published() {
        return etag.length > 0;
    }

    /**
     * Whether a PUBLISH since the last 2xx failed with unknown outcome: unanswered, or answered 503, so that it
     * is unknown whether the commit succeeded. The stored entity-tag may be outdated then.
     */
    boolean doubtful() {
        return doubtful;
    }

    /** When the last PUBLISH left. */
    long sentAt() {
        return sentAt;
    }

    /** The granted lifetime of the last PUBLISH, in seconds. */
    int granted() {
        return granted;
    }

    /** Publishes other documents from now on. */
    void document(LoadPidf other) {
        document = other;
    }

    /** Sets the lifetime of later requests, in seconds. */
    void expires(int seconds) {
        expires = seconds;
    }

    /** Publishes a document that differs from the one before: a new publication, or a modification of the one there is. */
    void publish() {
        withBody = true;
        stamp++;
        writeOff();
        left = watching;
        send();
        meter.notifyExpected += left;
    }

    /** Refreshes the publication, without a body. */
    void refresh() {
        withBody = false;
        send();
    }

    /** Removes the publication. */
    void remove() {
        withBody = false;
        removing = true;
        send();
    }

    private void send() {
        meter = stage.meter();
        unanswered = true;
        meter.begun();
        transmit();
    }

    private void transmit() {
        cseq++;
        Transaction transaction = stage.transactions().begin(index % stage.sockets(), this);
        MessageBuffer message = transaction.message;
        message.put(METHOD).put(uri);
        stage.transactions().putVia(transaction);
        message.put(LoadText.FROM)
                .put(uri)
                .put(LoadText.TAG)
                .put(LoadText.P)
                .put(index)
                .put(LoadText.TO)
                .put(uri)
                .put(LoadText.CALL_ID);
        message.put(stage.callId()).put(LoadText.P).put(index).put(LoadText.DOT).put(cseq);
        message.put(LoadText.CSEQ).put(cseq).put(CSEQ_END);
        message.put(LoadText.EXPIRES).put(removing ? 0 : expires);
        credentials.put(message, METHOD, uri);
        if (published()) {
            message.put(LoadText.IF_MATCH).put(etag);
        }
        if (withBody) {
            MessageBuffer body = stage.scratch();
            document.put(body, this);
            message.put(LoadText.PIDF)
                    .put(LoadText.LENGTH)
                    .put(body.length())
                    .put(LoadText.END)
                    .put(body);
        } else {
            message.put(LoadText.LENGTH).put(0).put(LoadText.END);
        }
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
        meter.answered(status, sent, status < 300);
        if (status < 300) {
            etag = removing ? NONE : response.value(HeaderField.SIP_ETAG);
            acknowledged = withBody ? stamp : acknowledged;
            granted = (int) response.numberIn(HeaderField.EXPIRES, 0);
            doubtful = false;
        } else if (status == UNAVAILABLE) {
            doubtful = true;
            giveUp();
        } else {
            etag = NONE;
            giveUp();
        }
        removing = false;
        settle();
    }

    @Override
    public void timedOut() {
        unanswered = false;
        removing = false;
        doubtful = true;
        meter.timeouts++;
        giveUp();
        settle();
    }

    private void giveUp() {
        meter.notifyExpected -= left;
        left = 0;
    }

    private void settle() {
        if (!busy()) {
            meter.over();
        }
    }

    /** Leaves the publication to expire; the next PUBLISH creates a new one. */
    void forget() {
        etag = NONE;
    }

    /** Gives up everything that has not arrived; returns the number. */
    int writeOff() {
        int lost = left;
        left = 0;
        if (lost > 0 && !unanswered) {
            meter.over();
        }
        return lost;
    }

    /** A watcher has seen the newest stamp, and was there when it was sent. */
    void seen(long now) {
        if (left == 0) {
            return;
        }
        meter.notifyLatency.add(now - sentAt);
        left--;
        if (left == 0) {
            meter.complete.add(now - sentAt);
            settle();
        }
    }

    /** Adds a watcher that sees stamps. */
    void watched() {
        watching++;
    }

    /**
     * Removes a watcher that sees stamps.
     *
     * @param owed whether it had not seen the newest stamp
     */
    void left(boolean owed) {
        watching--;
        if (owed && left > 0) {
            meter.notifyExpected--;
            left--;
            settle();
        }
    }
}
