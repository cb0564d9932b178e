package org.sippresence.bench;

import org.sippresence.sipclient.HeaderField;

/**
 * A user with one phone, which registers (RFC 3261 section 10), answers messages, and sends some (RFC 3428). A MESSAGE
 * is complete when it is answered; it must have arrived at the phone by then.
 */
final class LoadRegistrant implements LoadResponse {

    private static final byte[] REGISTER = MessageBuffer.ascii("REGISTER sip:");
    private static final byte[] REGISTER_METHOD = MessageBuffer.ascii("REGISTER ");
    private static final byte[] REGISTER_END = MessageBuffer.ascii(" REGISTER");
    private static final byte[] MESSAGE = MessageBuffer.ascii("MESSAGE ");
    private static final byte[] MESSAGE_END = MessageBuffer.ascii(" MESSAGE");

    /** A MESSAGE has so many CSeqs, for its repetitions with credentials. */
    private static final int ATTEMPTS = 4;

    private static final byte[] TEXT = MessageBuffer.ascii("Watson, come here. I want to see you.");

    private final LoadStage stage;
    private final int index;
    private final byte[] uri;
    private final LoadCredentials credentials;
    private final LoadCredentials messageCredentials;
    private int cseq;
    private int lifetime;
    private int messages;
    private boolean unanswered;
    private Meter meter;
    private final Sent message = new Sent();

    LoadRegistrant(LoadStage stage, int index, LoadPublisher user) {
        this.stage = stage;
        this.index = index;
        uri = user.uri();
        credentials = user.credentials().another();
        messageCredentials = credentials.another();
        meter = stage.meter();
    }

    boolean busy() {
        return unanswered || message.unanswered;
    }

    private int socket() {
        return index % stage.sockets();
    }

    /** Registers the phone, refreshes its registration, or with 0 seconds removes it. */
    void register(int seconds) {
        meter = stage.meter();
        unanswered = true;
        lifetime = seconds;
        meter.begun();
        transmit();
    }

    private void transmit() {
        cseq++;
        Transaction transaction = stage.transactions().begin(socket(), this);
        MessageBuffer request = transaction.message;
        request.put(REGISTER).put(MessageBuffer.ascii(stage.domain()));
        stage.transactions().putVia(transaction);
        request.put(LoadText.FROM)
                .put(uri)
                .put(LoadText.TAG)
                .put(LoadText.R)
                .put(index)
                .put(LoadText.TO)
                .put(uri)
                .put(LoadText.CALL_ID);
        request.put(stage.callId())
                .put(LoadText.R)
                .put(index)
                .put(LoadText.CSEQ)
                .put(cseq)
                .put(REGISTER_END);
        request.put(LoadText.CONTACT)
                .put(LoadText.R)
                .put(index)
                .put(LoadText.AT)
                .put(stage.sentBy(socket()))
                .put(LoadText.CONTACT_END);
        request.put(LoadText.EXPIRES).put(lifetime);
        credentials.put(request, REGISTER_METHOD, MessageBuffer.ascii("sip:" + stage.domain()));
        request.put(LoadText.LENGTH).put(0).put(LoadText.END);
        stage.transactions().send(transaction);
    }

    @Override
    public void answered(Packet response, long sentAt) {
        if (credentials.isChallengedBy(response)) {
            transmit();
            return;
        }
        unanswered = false;
        meter.answered(response.status(), sentAt, response.status() < 300);
        meter.over();
    }

    @Override
    public void timedOut() {
        unanswered = false;
        meter.timeouts++;
        meter.over();
    }

    /** Another user, or with Digest the user itself, sends a MESSAGE to this one. */
    void message() {
        meter = stage.meter();
        messages++;
        message.unanswered = true;
        message.relayed = false;
        message.attempt = 0;
        meter.begun();
        meter.notifyExpected++;
        transmitMessage();
    }

    private void transmitMessage() {
        Transaction transaction = stage.transactions().begin((index + 1) % stage.sockets(), message);
        MessageBuffer request = transaction.message;
        request.put(MESSAGE).put(uri);
        stage.transactions().putVia(transaction);
        request.put(LoadText.FROM)
                .put(stage.digest().isOff() ? MessageBuffer.ascii("sip:sender@" + stage.domain()) : uri)
                .put(LoadText.TAG)
                .put(LoadText.M)
                .put(messages);
        request.put(LoadText.TO).put(uri).put(LoadText.CALL_ID);
        request.put(stage.callId()).put(LoadText.M).put(index).put(LoadText.DOT).put(messages);
        request.put(LoadText.CSEQ).put(messages * ATTEMPTS + message.attempt);
        request.put(MESSAGE_END).put(LoadText.PLAIN);
        messageCredentials.put(request, MESSAGE, uri);
        request.put(LoadText.LENGTH).put(TEXT.length).put(LoadText.END).put(TEXT);
        stage.transactions().send(transaction);
    }

    /** The phone gets a message; counted like a NOTIFY. */
    void relayed(Packet relayed) {
        long number = relayed.numberIn(HeaderField.CSEQ, 0) / ATTEMPTS;
        if (number < messages) {
            meter.retransmitted++;
        } else if (number > messages || !relayed.bodyHas(TEXT)) {
            meter.wrong("message " + messages, relayed);
        } else if (!message.relayed) {
            message.relayed = true;
            message.branch = relayed.branchHash();
            meter.notifies++;
        } else if (message.branch == relayed.branchHash()) {
            meter.retransmitted++;
        } else {
            meter.notifyDuplicate++;
        }
    }

    /** The message on its way. */
    private final class Sent implements LoadResponse {

        private boolean unanswered;
        private boolean relayed;
        private int attempt;
        private int branch;

        @Override
        public void answered(Packet response, long sentAt) {
            if (messageCredentials.isChallengedBy(response)) {
                attempt++;
                transmitMessage();
                return;
            }
            unanswered = false;
            boolean ok = response.status() < 300;
            meter.answered(response.status(), sentAt, ok);
            if (ok && !relayed) {
                meter.notifyLost++;
            } else if (!ok && !relayed) {
                meter.notifyExpected--;
            }
            meter.over();
        }

        @Override
        public void timedOut() {
            unanswered = false;
            meter.timeouts++;
            meter.over();
        }
    }
}
