package org.sippresence.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;

/**
 * Modifies its publication repeatedly, each request after the response to the previous one, and records the last
 * acknowledged change. A fixed number of requests is in flight, so the load is bounded.
 */
final class LoadedPublisher {

    private static final int AT_ONCE = 40;

    private final TestPublisher publisher;
    private volatile int acknowledged;
    private volatile int inFlight;
    private volatile Optional<String> refused = Optional.empty();
    private volatile boolean stopped;
    private volatile LoadedPublisher successor = this;

    private LoadedPublisher(TestPublisher publisher) {
        this.publisher = publisher;
    }

    /** Starts this many publishers of as many presentities. */
    static List<LoadedPublisher> start(Crowd crowd, int number) {
        List<LoadedPublisher> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            all.add(new LoadedPublisher(crowd.publisher("sip:p" + i + "@example.org")));
        }
        for (int i = 0; i < number; i++) {
            all.get(i).successor = all.get(i + AT_ONCE < number ? i + AT_ONCE : i % AT_ONCE);
        }
        all.subList(0, AT_ONCE).forEach(LoadedPublisher::change);
        return all;
    }

    static String note(int change) {
        return "<note>change " + change + "</note>";
    }

    private void change() {
        if (stopped) {
            return;
        }
        int number = inFlight + 1;
        inFlight = number;
        publisher
                .publishLater(TestPidf.open(presentity(), "change " + number))
                .thenAccept(response -> answered(number, response))
                .exceptionally(timeout -> null);
    }

    private void answered(int number, SipMessage response) {
        if (stopped) {
            return; // retransmitted to the restarted server, which answered it
        }
        if (response.status() == 200) {
            acknowledged = number;
            successor.change();
        } else {
            refused = Optional.of(response.toString());
        }
    }

    /** Ignores later responses: the server that was asked is dead. */
    void stop() {
        stopped = true;
    }

    String presentity() {
        return publisher.presentity();
    }

    /** Number of the last change answered 200; 0 before the first. */
    int acknowledged() {
        return acknowledged;
    }

    /** Number of the last change that was sent. */
    int inFlight() {
        return inFlight;
    }

    /** An unexpected response. */
    Optional<String> refused() {
        return refused;
    }
}
