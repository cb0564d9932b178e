package org.sippresence.sipclient;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One subscription from its watcher's side: sends the SUBSCRIBEs, answers and records the NOTIFYs, and records
 * violations of RFC 3261 and 6665. Not thread-safe, except for NOTIFYs that arrive meanwhile.
 */
public final class WatcherDialog {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String MAX_FORWARDS = "Max-Forwards";

    private final SipEndpoint endpoint;
    private final TestTarget target;
    private final String watcher;
    private final String presentity;
    private final BlockingQueue<Notification> unread = new LinkedBlockingQueue<>();
    private final List<Notification> history = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private volatile String event = "presence";
    private volatile Optional<String> accept = Optional.empty();
    private volatile AnswerRule rule = AnswerRule.ok();
    private volatile RequestSequence requests;
    private volatile String contact;
    private volatile String remoteTarget;
    private volatile Optional<String> remoteTag = Optional.empty();
    private volatile long remoteCSeq = -1;

    private final SipEndpoint.RequestHandler handler = new SipEndpoint.RequestHandler() {
        @Override
        public AnswerRule received(SipMessage notify, long order) {
            return take(notify, order);
        }

        @Override
        public AnswerRule repeated() {
            return rule;
        }
    };

    /**
     * Creates the dialog; nothing is sent yet.
     *
     * @param watcher SIP URI, without angle brackets
     * @param presentity SIP URI, without angle brackets
     */
    public WatcherDialog(SipEndpoint endpoint, TestTarget target, String watcher, String presentity) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.target = Objects.requireNonNull(target, "target");
        this.watcher = Objects.requireNonNull(watcher, "watcher");
        this.presentity = Objects.requireNonNull(presentity, "presentity");
        this.contact = endpoint.contact(target.transport());
        this.remoteTarget = presentity;
        requests = new RequestSequence(watcher);
        endpoint.register(requests.tag(), handler);
    }

    /** Sends later requests with the credentials of this user. */
    public WatcherDialog authenticating(DigestUser user) {
        requests.authenticating(user);
        return this;
    }

    /** The Event header to send, with its parameters; {@code presence} if not called. */
    public WatcherDialog event(String header) {
        event = header;
        return this;
    }

    /** The Accept header to send; none if not called. */
    public WatcherDialog accepting(String types) {
        accept = Optional.of(types);
        return this;
    }

    /** Sets the Call-ID of the dialog, before the first SUBSCRIBE. */
    public WatcherDialog callId(String id) {
        endpoint.forget(requests.tag());
        requests = requests.withCallId(id);
        endpoint.register(requests.tag(), handler);
        return this;
    }

    public WatcherDialog answering(AnswerRule how) {
        rule = how;
        return this;
    }

    /** The Contact header to send. */
    public WatcherDialog contact(String header) {
        contact = header;
        return this;
    }

    /** Also receives the NOTIFYs that reach another endpoint: a proxy in the route set. */
    public WatcherDialog listenAt(SipEndpoint other) {
        other.register(requests.tag(), handler);
        return this;
    }

    public String localTag() {
        return requests.tag();
    }

    public String callId() {
        return requests.callId();
    }

    public String presentity() {
        return presentity;
    }

    /** The server's Contact. */
    public String remoteTarget() {
        return remoteTarget;
    }

    public Optional<String> remoteTag() {
        return remoteTag;
    }

    /** CSeq of the last NOTIFY, -1 before the first. */
    public long lastNotifyCSeq() {
        return remoteCSeq;
    }

    /** The next SUBSCRIBE of this dialog, without Via; the first one creates it. */
    public SipMessage request(int expires) {
        String to = '<' + presentity + '>' + remoteTag.map(tag -> ";tag=" + tag).orElse("");
        SipMessage subscribe = requests.next("SUBSCRIBE", remoteTarget, to)
                .with("Contact", contact)
                .with("Event", event)
                .with("Expires", String.valueOf(expires));
        return accept.map(types -> subscribe.with("Accept", types)).orElse(subscribe);
    }

    /** Creates or refreshes the subscription, and waits for the final response. */
    public SipMessage subscribe(int expires) {
        return subscribe(expires, UnaryOperator.identity());
    }

    /** As {@link #subscribe(int)}, with the request modified by the function. */
    public SipMessage subscribe(int expires, UnaryOperator<SipMessage> change) {
        return SipEndpoint.await(start(change.apply(request(expires))));
    }

    /** As {@link #subscribe(int)} without waiting. */
    public CompletableFuture<SipMessage> subscribeLater(int expires) {
        return start(request(expires));
    }

    public SipMessage unsubscribe() {
        return subscribe(0);
    }

    /** Sends a request, possibly modified, with a new Via. */
    public CompletableFuture<SipMessage> start(SipMessage request) {
        return requests.send(request, endpoint, target).thenApply(this::learn);
    }

    private SipMessage learn(SipMessage response) {
        if (response.status() < 300 && response.method().equals("SUBSCRIBE")) {
            remoteTag(response.toTag(), "200");
            response.first("Contact").map(TestHeaders::uri).ifPresent(uri -> remoteTarget = uri);
        }
        return response;
    }

    private synchronized void remoteTag(Optional<String> tag, String where) {
        if (tag.isEmpty()) {
            violations.add("no tag of the server in " + where);
        } else if (remoteTag.isEmpty()) {
            remoteTag = tag;
        } else if (!remoteTag.equals(tag)) {
            violations.add("tag " + tag + " instead of " + remoteTag + " in " + where);
        }
    }

    private AnswerRule take(SipMessage notify, long order) {
        AnswerRule now = rule;
        try {
            check(notify);
            Notification notification = Notification.of(notify, order);
            synchronized (history) {
                history.add(notification);
                unread.add(notification);
                history.notifyAll();
            }
        } catch (RuntimeException e) {
            violations.add(e + " at\n" + notify);
        }
        return now;
    }

    private void check(SipMessage notify) {
        expect(notify.method().equals("NOTIFY") && notify.required("CSeq").endsWith(" NOTIFY"), "method", notify);
        expect(notify.cseq() > remoteCSeq, "CSeq after " + remoteCSeq, notify);
        remoteCSeq = notify.cseq();
        remoteTag(notify.fromTag(), "NOTIFY");
        expect(notify.required("Call-ID").equals(callId()), "Call-ID", notify);
        expect(TestHeaders.uri(notify.required("From")).equals(presentity), "From", notify);
        expect(TestHeaders.uri(notify.required("To")).equals(watcher), "To", notify);
        expect(sameEvent(notify.required("Event")), "Event", notify);
        expect(notify.has("Contact"), "Contact", notify);
        expect(Integer.parseInt(notify.required(MAX_FORWARDS)) > 0, MAX_FORWARDS, notify);
        expect(notify.branch().startsWith("z9hG4bK"), "branch", notify);
        boolean hasBody = notify.body().length > 0;
        expect(hasBody == notify.has("Content-Type"), "Content-Type", notify);
        expect(Integer.parseInt(notify.required("Content-Length")) == notify.body().length, "length", notify);
        notify.first("Contact").map(TestHeaders::uri).ifPresent(uri -> remoteTarget = uri);
    }

    private boolean sameEvent(String header) {
        return TestHeaders.token(header).equals(TestHeaders.token(event))
                && TestHeaders.parameter(header, "id").equals(TestHeaders.parameter(event, "id"));
    }

    private void expect(boolean condition, String what, SipMessage notify) {
        if (!condition) {
            violations.add(what + " at\n" + notify);
        }
    }

    /** The next unread NOTIFY; an assertion fails after ten seconds. */
    public Notification next() {
        return next(PATIENCE);
    }

    public Notification next(Duration patience) {
        return poll(patience)
                .orElseThrow(() -> new AssertionError("no NOTIFY for " + watcher + " of " + presentity + " within "
                        + patience + " after " + history.size() + " others " + violations));
    }

    /** The next unread NOTIFY; empty if none arrives in this time. */
    public Optional<Notification> poll(Duration patience) {
        try {
            return Optional.ofNullable(unread.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the last NOTIFY, read or not, contains this text; an assertion fails after this time. */
    public Notification awaitLast(String text, Duration patience) {
        return awaitLast(notification -> notification.text().contains(text), patience);
    }

    /** Waits until the last NOTIFY, read or not, satisfies the condition; an assertion fails after this time. */
    public Notification awaitLast(Predicate<Notification> condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (history) {
            while (last().filter(condition).isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("the last NOTIFY for " + watcher + " of " + presentity + " is after "
                            + patience + ' ' + last() + ' ' + violations);
                }
                await(left);
            }
            return last().orElseThrow();
        }
    }

    private void await(long milliseconds) {
        try {
            history.wait(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Every NOTIFY so far, oldest first, read or not. */
    public List<Notification> history() {
        return List.copyOf(history);
    }

    public Optional<Notification> last() {
        return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
    }

    /** The violations in NOTIFYs and responses so far, one text each. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Discards the unread NOTIFYs. */
    public void skip() {
        unread.clear();
    }
}
