package org.sippresence.sip.relay;

import gov.nist.javax.sip.message.SIPResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sip.header.Header;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.WWWAuthenticateHeader;
import org.sippresence.authentication.DigestClient;
import org.sippresence.model.Aor;
import org.sippresence.presentity.Presentities;
import org.sippresence.registration.Binding;
import org.sippresence.sip.client.JainTransactions;
import org.sippresence.sip.client.JainTransactions.End;
import org.sippresence.sip.client.UnprovenTargets;
import org.sippresence.sip.message.RelayOrigin;
import org.sippresence.sip.relay.RelayedRequest.Identities;
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
    private static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration MAX_GROUP_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_RUNNING = 10_000;
    private static final int TIMEOUT = 408;
    private static final int UNAVAILABLE = 503;

    private final Presentities presentities;
    private final JainTransactions transactions;
    private final DigestClient digest;
    private final Optional<UnprovenContacts> unprovenContacts;
    private final AtomicInteger running = new AtomicInteger();

    /**
     * Creates the relay.
     *
     * @param unproven targets that never answered; empty if nothing is held back
     * @param digest answers the challenges of proxies on the way to a contact, for which there are credentials
     */
    public MessageRelay(
            Presentities presentities,
            JainTransactions transactions,
            Optional<UnprovenTargets> unproven,
            DigestClient digest) {
        this.presentities = presentities;
        this.transactions = transactions;
        this.digest = digest;
        this.unprovenContacts =
                unproven.map(targets -> new UnprovenContacts(targets, transactions::send, System::nanoTime));
    }

    /** Whether too many messages are being relayed to accept more for now. */
    public boolean isFull() {
        return running.get() >= MAX_RUNNING;
    }

    /**
     * Relays a message; the response is sent upstream when it is known.
     *
     * @param sender what the contacts learn about the sender
     * @param groups at least one contact
     */
    public void relay(RelayOrigin origin, SenderIdentity sender, Aor recipient, List<List<Binding>> groups) {
        running.incrementAndGet();
        new ResponseContext(origin, sender, recipient, groups).next();
    }

    private void send(RelayedRequest request, Consumer<End> end) {
        transmit(request, how -> {
            if (how instanceof End.Answered answered && request.shouldRepeat(answered.response())) {
                send(request, end);
            } else {
                end.accept(how);
            }
        });
    }

    private void transmit(RelayedRequest request, Consumer<End> end) {
        Optional<UnprovenContacts> unproven =
                unprovenContacts.filter(each -> request.transport().equals("udp") && each.isUnproven(request.host()));
        if (unproven.isPresent()) {
            unproven.get().send(request.host(), request, end);
        } else {
            transactions.send(request, end);
        }
    }

    /** The response of a branch, or the status that stands for a missing one. */
    private record Outcome(int status, Optional<SIPResponse> response) {}

    /** The response context of one message (RFC 3261 section 16.7). */
    private final class ResponseContext {

        private final RelayOrigin origin;
        private final Identities identities;
        private final Aor recipient;
        private final Deque<List<Binding>> groups;
        private final Duration groupTimeout;
        private final String branchPrefix;
        private final List<Outcome> outcomes = new ArrayList<>();
        private int group;
        private int pending;
        private boolean over;

        ResponseContext(RelayOrigin origin, SenderIdentity sender, Aor recipient, List<List<Binding>> groups) {
            this.origin = origin;
            this.identities = new Identities(sender, digest);
            this.recipient = recipient;
            this.groups = new ArrayDeque<>(groups);
            Duration share = TOTAL_TIMEOUT.dividedBy(groups.size());
            this.groupTimeout = share.compareTo(MAX_GROUP_TIMEOUT) < 0 ? share : MAX_GROUP_TIMEOUT;
            this.branchPrefix = RelayedRequest.branchPrefix(origin.request(), recipient);
        }

        synchronized void next() {
            boolean refused = outcomes.stream().anyMatch(each -> each.status() / 100 == 6);
            if (refused || over || groups.isEmpty()) {
                end();
                return;
            }
            List<Binding> contacts = groups.remove();
            int thisGroup = ++group;
            pending = contacts.size();
            presentities.schedule(groupTimeout, recipient, transaction -> giveUp(thisGroup));
            contacts.forEach(each -> start(each, thisGroup));
        }

        private void start(Binding contact, int thisGroup) {
            Outcome failed = new Outcome(UNAVAILABLE, Optional.empty());
            try {
                RelayedRequest request = new RelayedRequest(origin.request(), identities, branchPrefix, contact);
                send(request, end -> completed(thisGroup, outcome(end)));
            } catch (IllegalArgumentException | ClassCastException e) { // a URI that nothing can be sent to
                LOG.debug("presentity={} outcome=not relayed: {}", recipient, e.toString());
                presentities.schedule(Duration.ZERO, recipient, transaction -> completed(thisGroup, failed));
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
        synchronized void completed(int from, Outcome outcome) {
            if (outcome.status() / 100 == 2) {
                outcome.response().ifPresent(this::forward);
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
            if (!origin.isAnswered()) {
                answer();
            }
        }

        /** Forwards the best response. 408 and 503 are replaced (RFC 4320 section 4.2, RFC 3261 section 16.7 step 6). */
        private void answer() {
            Optional<Outcome> best = BestResponse.of(outcomes, Outcome::status);
            int status = best.map(Outcome::status).orElse(TIMEOUT);
            if (status == TIMEOUT || best.flatMap(Outcome::response).isEmpty()) {
                origin.answer(480, "Temporarily Unavailable");
            } else if (status == UNAVAILABLE) {
                origin.answer(500, "Server Internal Error");
            } else {
                SIPResponse response = best.flatMap(Outcome::response).orElseThrow();
                if (status == 401 || status == 407) {
                    outcomes.remove(best.get());
                    challenge(response);
                }
                forward(response);
            }
        }

        private void forward(SIPResponse response) {
            identities.sender().applyTo(response);
            origin.forward(response);
        }

        /** Adds the challenges of all branches (RFC 3261 section 16.7 step 7). */
        private void challenge(SIPResponse chosen) {
            for (Outcome each : outcomes) {
                boolean isChallenge = each.status() == 401 || each.status() == 407;
                each.response().filter(other -> isChallenge).ifPresent(other -> {
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
}
