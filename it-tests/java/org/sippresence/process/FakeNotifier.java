package org.sippresence.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.TestTarget;
import org.sippresence.sipclient.Transport;

/** A remote notifier over UDP, at which the server subscribes: answers SUBSCRIBEs as a test specifies, and sends any NOTIFY. */
final class FakeNotifier implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final String TAG = "fake";

    private final SipEndpoint endpoint = SipEndpoint.openWithoutRetransmission();
    private final BlockingQueue<SipMessage> subscribes = new LinkedBlockingQueue<>();
    private volatile Function<SipMessage, AnswerRule> rule = subscribe -> ok();

    /** The header values of a NOTIFY in the dialog that a SUBSCRIBE created. */
    record Words(String tag, long cseq, String event, String state) {

        static Words of(long cseq, String event, String state) {
            return new Words(TAG, cseq, event, state);
        }
    }

    FakeNotifier() {
        SipEndpoint.RequestHandler handler =
                (subscribe, order) -> rule.apply(subscribe).then(() -> subscribes.add(subscribe));
        endpoint.receive(handler);
        endpoint.register(TAG, handler);
    }

    String address() {
        return endpoint.hostPort();
    }

    /** Sets how later SUBSCRIBEs are answered. */
    void answer(Function<SipMessage, AnswerRule> how) {
        rule = how;
    }

    /** 200 with a lifetime of 600 s. */
    AnswerRule ok() {
        return AnswerRule.ok().tagged(TAG).with("Contact", contact()).with("Expires", "600");
    }

    private String contact() {
        return "<sip:notifier@" + address() + '>';
    }

    /** The next SUBSCRIBE. */
    SipMessage next() {
        return poll(PATIENCE).orElseThrow(() -> new AssertionError("no SUBSCRIBE came"));
    }

    Optional<SipMessage> poll(Duration patience) {
        try {
            return Optional.ofNullable(subscribes.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a NOTIFY and waits for the status of its response, 0 if there is none. */
    int notify(SipMessage subscribe, Words words, String type, String body) {
        return sent(subscribe, words, type, body)
                .completeOnTimeout(0, 3, TimeUnit.SECONDS)
                .join();
    }

    /** Sends a NOTIFY without waiting for its response. */
    CompletableFuture<Integer> sent(SipMessage subscribe, Words words, String type, String body) {
        String contact = TestHeaders.uri(subscribe.required("Contact"));
        SipMessage notify = SipMessage.request("NOTIFY", contact)
                .with("Max-Forwards", "70")
                .with("From", subscribe.required("To").replaceFirst(";tag=.*", "") + ";tag=" + words.tag())
                .with("To", subscribe.required("From"))
                .with("Call-ID", subscribe.required("Call-ID"))
                .with("CSeq", words.cseq() + " NOTIFY")
                .with("Contact", contact())
                .with("Event", words.event())
                .with("Subscription-State", words.state());
        return endpoint.start(
                        body.isEmpty() ? notify : notify.withBody(type, body), TestTarget.of(Transport.UDP, contact))
                .thenApply(SipMessage::status);
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
