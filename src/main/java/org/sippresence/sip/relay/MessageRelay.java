package org.sippresence.sip.relay;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.header.Header;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.WWWAuthenticateHeader;
import org.sippresence.hook.ContainerProviders;
import org.sippresence.hook.ContainerProviders.Listening;
import org.sippresence.model.Aor;
import org.sippresence.registration.Binding;
import org.sippresence.sip.client.JainTransactions;
import org.sippresence.sip.client.JainTransactions.End;
import org.sippresence.sip.client.UnprovenTargets;
import org.sippresence.sip.message.RelayOrigin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays MESSAGEs to the registered contacts of their recipients as a stateful proxy (RFC 3261 section 16): to all contacts of a
 * group in parallel, to the next group after all have failed; forwards the first 2xx, or else the best of the other responses.
 * Keeps no session of the container. Thread-safe.
 */
public final class MessageRelay {

    private static final Logger LOG = LoggerFactory.getLogger(MessageRelay.class);

    /** The client gives up after 32 s (timer F): all groups must be tried within this time. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LONGEST_TURN = Duration.ofSeconds(10);
    private static final int MOST = 10_000;
    private static final int TIMEOUT = 408;
    private static final int UNAVAILABLE = 503;

    private final Timer timer;
    private final JainTransactions transactions;
    private final Optional<UnprovenContacts> held;
    private final AtomicInteger running = new AtomicInteger();

    /** Schedules delayed tasks. */
    @FunctionalInterface
    public interface Timer {
        void later(Duration delay, Aor recipient, Runnable task);
    }

    /** @param unproven targets that never answered; empty if nothing is held back */
    public MessageRelay(Timer timer, JainTransactions transactions, Optional<UnprovenTargets> unproven) {
        this.timer = timer;
        this.transactions = transactions;
        this.held = unproven.map(targets -> new UnprovenContacts(targets, transactions::send, System::nanoTime));
    }

    /** Whether too many messages are being relayed to accept more for now. */
    public boolean isFull() {
        return running.get() >= MOST;
    }

    /**
     * Relays a message; the response is sent upstream when it is known.
     *
     * @param groups at least one contact
     */
    public void relay(RelayOrigin upstream, Aor recipient, List<List<Binding>> groups) {
        running.incrementAndGet();
        new Fork(upstream, recipient, groups).next();
    }

    private void send(RelayedRequest request, Consumer<End> end) {
        Optional<UnprovenContacts> unproven =
                held.filter(each -> request.transport().equals("udp") && each.isUnproven(request.host()));
        if (unproven.isPresent()) {
            unproven.get().send(request.host(), new Branch(request), end);
        } else {
            transactions.send(new Branch(request), end);
        }
    }

    /** The response of a branch, or the status that stands for a missing one. */
    private record Outcome(int status, Optional<SIPResponse> response) {}

    /** The response context of one message (RFC 3261 section 16.7). */
    private final class Fork {

        private final RelayOrigin upstream;
        private final Aor recipient;
        private final Deque<List<Binding>> groups;
        private final Duration turn;
        private final String loopMark;
        private final List<Outcome> outcomes = new ArrayList<>();
        private int group;
        private int pending;
        private boolean over;

        Fork(RelayOrigin upstream, Aor recipient, List<List<Binding>> groups) {
            this.upstream = upstream;
            this.recipient = recipient;
            this.groups = new ArrayDeque<>(groups);
            Duration share = PATIENCE.dividedBy(groups.size());
            this.turn = share.compareTo(LONGEST_TURN) < 0 ? share : LONGEST_TURN;
            this.loopMark = RelayedRequest.loopMark(upstream.request(), recipient);
        }

        synchronized void next() {
            boolean refused = outcomes.stream().anyMatch(each -> each.status() / 100 == 6);
            if (refused || over || groups.isEmpty()) {
                end();
                return;
            }
            List<Binding> contacts = groups.remove();
            int mine = ++group;
            pending = contacts.size();
            timer.later(turn, recipient, () -> giveUp(mine));
            contacts.forEach(each -> start(each, mine));
        }

        private void start(Binding contact, int mine) {
            Outcome failed = new Outcome(UNAVAILABLE, Optional.empty());
            try {
                RelayedRequest request = new RelayedRequest(upstream.request(), loopMark, contact);
                send(request, end -> settled(mine, outcome(end)));
            } catch (IllegalArgumentException | ClassCastException e) { // a URI that nothing can be sent to
                LOG.debug("presentity={} outcome=not relayed: {}", recipient, e.toString());
                timer.later(Duration.ZERO, recipient, () -> settled(mine, failed));
            }
        }

        private static Outcome outcome(End end) {
            if (end instanceof End.Answered answered) {
                return new Outcome(answered.response().getStatusCode(), Optional.of(answered.response()));
            }
            return new Outcome(end instanceof End.TimedOut ? TIMEOUT : UNAVAILABLE, Optional.empty());
        }

        private synchronized void giveUp(int late) {
            if (late == group && pending > 0 && !over) {
                outcomes.add(new Outcome(TIMEOUT, Optional.empty()));
                next();
            }
        }

        /** Processes the result of a branch. A 2xx counts at any time; other results count once for each branch. */
        synchronized void settled(int from, Outcome outcome) {
            if (outcome.status() / 100 == 2) {
                outcome.response().ifPresent(upstream::forward);
                over = true;
                end();
                return;
            }
            outcomes.add(outcome);
            if (from == group && --pending == 0 && !over) {
                next();
            }
        }

        private void end() {
            if (pending >= 0) {
                pending = -1;
                running.decrementAndGet();
            }
            over = true;
            if (!upstream.isAnswered()) {
                answer();
            }
        }

        /** Forwards the best response. 408 and 503 are replaced (RFC 4320 section 4.2, RFC 3261 section 16.7 step 6). */
        private void answer() {
            Optional<Outcome> best = BestResponse.of(outcomes, Outcome::status);
            int status = best.map(Outcome::status).orElse(TIMEOUT);
            if (status == TIMEOUT || best.flatMap(Outcome::response).isEmpty()) {
                upstream.answer(480, "Temporarily Unavailable");
            } else if (status == UNAVAILABLE) {
                upstream.answer(500, "Server Internal Error");
            } else {
                SIPResponse response = best.flatMap(Outcome::response).orElseThrow();
                if (status == 401 || status == 407) {
                    outcomes.remove(best.get());
                    challenge(response);
                }
                upstream.forward(response);
            }
        }

        /** Adds the challenges of all branches (RFC 3261 section 16.7 step 7). */
        private void challenge(SIPResponse chosen) {
            for (Outcome each : outcomes) {
                each.response().ifPresent(other -> {
                    for (String name : List.of(WWWAuthenticateHeader.NAME, ProxyAuthenticateHeader.NAME)) {
                        Iterator<?> headers = other.getHeaders(name);
                        while (headers.hasNext()) {
                            chosen.addHeader((Header) headers.next());
                        }
                    }
                });
            }
        }
    }

    /** The branch to one contact. */
    private static final class Branch implements JainTransactions.Outgoing {

        private final RelayedRequest request;

        Branch(RelayedRequest request) {
            this.request = request;
        }

        @Override
        public String transport() {
            return request.transport();
        }

        @Override
        public String nextHop() {
            return request.destination();
        }

        @Override
        public String localHost() {
            return listening().map(Listening::host).orElse("");
        }

        private Optional<Listening> listening() {
            return ContainerProviders.listening().stream()
                    .filter(each -> each.transport().equals(transport()))
                    .findFirst();
        }

        @Override
        public SIPRequest build() throws ParseException, SipException, InvalidArgumentException {
            return request.build(
                    listening().orElseThrow(() -> new SipException("no listening address for " + transport())));
        }
    }
}
