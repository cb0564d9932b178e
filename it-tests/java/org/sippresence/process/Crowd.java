package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.SipServer;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.TestTarget;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Many watchers and publishers on a few sockets. */
final class Crowd implements AutoCloseable {

    private static final int SOCKETS = 4;

    private final TestTarget target;
    private final List<SipEndpoint> endpoints = new ArrayList<>();
    private final List<WatcherDialog> watchers = new ArrayList<>();
    private int next;

    Crowd(SipServer server, Transport transport) {
        target = server.target(transport);
        for (int i = 0; i < SOCKETS; i++) {
            endpoints.add(SipEndpoint.open());
        }
    }

    private SipEndpoint endpoint() {
        next++;
        return endpoints.get(next % SOCKETS);
    }

    TestPublisher publisher(String presentity) {
        return new TestPublisher(endpoint(), target, presentity);
    }

    /** Another publisher publishes one open tuple with this note for five minutes. */
    SipMessage publish(String presentity, String note) {
        return publisher(presentity).publishOpen(note);
    }

    TestRegistrant registrant(String aor) {
        return new TestRegistrant(endpoint(), target, aor);
    }

    WatcherDialog watcher(String presentity) {
        WatcherDialog watcher =
                new WatcherDialog(endpoint(), target, "sip:w" + watchers.size() + "@example.org", presentity);
        watchers.add(watcher);
        return watcher;
    }

    /** As {@link #watcher}, subscribed for ten minutes, with its first NOTIFY read. */
    WatcherDialog subscribed(String presentity) {
        WatcherDialog watcher = watcher(presentity);
        assertThat(watcher.subscribe(600).status()).isEqualTo(200);
        watcher.next();
        return watcher;
    }

    /** Sends any request and waits for its final response. */
    SipMessage call(SipMessage request) {
        return endpoint().call(request, target);
    }

    List<WatcherDialog> watchers() {
        return List.copyOf(watchers);
    }

    /** Waits until the last NOTIFY of every watcher contains this text. */
    static void awaitLast(List<WatcherDialog> watchers, String text, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        watchers.forEach(each -> each.awaitLast(text, Duration.ofNanos(deadline - System.nanoTime())));
    }

    /** Waits for all responses; omits requests that failed or had no response. */
    static List<SipMessage> answers(List<CompletableFuture<SipMessage>> requests) {
        return requests.stream().map(SipEndpoint::await).collect(Collectors.toList());
    }

    void assertNoViolations() {
        assertNoViolations(watchers);
    }

    /** Fails with the first few violations that these watchers recorded. */
    static void assertNoViolations(List<WatcherDialog> watchers) {
        assertThat(watchers.stream().flatMap(w -> w.violations().stream()).limit(3))
                .isEmpty();
    }

    @Override
    public void close() {
        endpoints.forEach(SipEndpoint::close);
    }
}
