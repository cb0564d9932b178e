package org.sippresence.xcap.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.sippresence.authorization.RuleSet;
import org.sippresence.model.Aor;
import org.sippresence.xcap.client.ParsedRules.Parsed;
import org.sippresence.xcap.client.RemoteDocument.Known;

/** A presentity and the rules that its documents make together. Thread-safe. */
final class PresentityRules {

    private final Aor presentity;
    private volatile RuleSet rules = RuleSet.NONE;
    private volatile boolean known;
    private volatile Instant settled = Instant.EPOCH;
    private Answered held = new Answered(List.of(), RemoteLists.Asked.NOTHING);
    private Optional<Flight> flight = Optional.empty();
    private boolean retrying;

    /** What the server was asked for. */
    record Answered(List<RemoteDocument<Parsed>> documents, RemoteLists.Asked lists) {
        Answered {
            documents = List.copyOf(documents);
        }
    }

    /** The documents are being asked for. */
    private record Flight(RequestPriority urgency, CompletableFuture<Void> landed) {}

    PresentityRules(Aor presentity) {
        this.presentity = presentity;
    }

    Aor presentity() {
        return presentity;
    }

    RuleSet rules() {
        return rules;
    }

    /** Whether all documents were answered about once. */
    boolean isKnown() {
        return known;
    }

    /** When the documents were last answered about; the epoch for never. */
    Instant settled() {
        return settled;
    }

    /** What goes on already if it is urgent enough; otherwise what is begun now. */
    CompletableFuture<Void> asking(RequestPriority urgency, Supplier<CompletableFuture<Void>> begin) {
        Flight mine;
        synchronized (this) {
            if (flight.isPresent() && flight.get().urgency().compareTo(urgency) <= 0) {
                return flight.get().landed();
            }
            mine = new Flight(urgency, new CompletableFuture<>());
            flight = Optional.of(mine);
        }
        CompletableFuture<Void> unused = begin.get().handle((done, failure) -> {
            land(mine);
            return null;
        });
        return mine.landed();
    }

    private void land(Flight mine) {
        synchronized (this) {
            flight = flight.filter(each -> each.landed() != mine.landed());
        }
        mine.landed().complete(null);
    }

    /**
     * Takes what is known of these documents and lists. Nothing is changed as long as one of them was never answered about:
     * without its rules a watcher that it allows would be blocked (RFC 5025 section 3.2.1).
     *
     * @return whether the rules are other ones now
     */
    synchronized boolean settle(Answered answered, ParsedRules parsed, Instant now) {
        held = answered; // so that they are shared with others
        List<Parsed> there = new ArrayList<>();
        for (RemoteDocument<Parsed> each : held.documents()) {
            Optional<Known<Parsed>> state = each.known();
            if (state.isEmpty()) {
                return false;
            }
            state.get().content().ifPresent(there::add);
        }
        if (!held.lists().areKnown()) {
            return false;
        }
        RuleSet before = rules;
        RuleSet found = parsed.together(there, held.lists());
        known = true;
        settled = now;
        if (found.equals(before)) {
            return false;
        }
        rules = found;
        return true;
    }

    /** Whether it is this call that put it among those to be tried again. */
    synchronized boolean startRetrying() {
        boolean started = !retrying;
        retrying = true;
        return started;
    }

    synchronized void stopRetrying() {
        retrying = false;
    }
}
