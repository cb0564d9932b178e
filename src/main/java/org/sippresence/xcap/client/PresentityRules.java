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

/** A presentity with the combined rules of its documents. Thread-safe. */
final class PresentityRules {

    private final Aor presentity;
    private volatile RuleSet rules = RuleSet.NONE;
    private volatile boolean known;
    private volatile Instant settled = Instant.EPOCH;
    private Answered held = new Answered(List.of(), RemoteLists.Asked.NOTHING);
    private Optional<Flight> flight = Optional.empty();
    private boolean retrying;

    /** The documents and lists that were requested. */
    record Answered(List<RemoteDocument<Parsed>> documents, RemoteLists.Asked lists) {
        Answered {
            documents = List.copyOf(documents);
        }
    }

    /** A pending request for the documents. */
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

    /** Whether each document has received a response at least once. */
    boolean isKnown() {
        return known;
    }

    /** Returns the time of the last complete responses; the epoch if there were none. */
    Instant settled() {
        return settled;
    }

    /** Returns the pending request if its priority is sufficient; otherwise starts a new one. */
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
     * Applies the current content of these documents and lists. Changes nothing until each of them has received a response:
     * with rules missing, a watcher that they allow would be blocked (RFC 5025 section 3.2.1).
     *
     * @return whether the rules have changed
     */
    synchronized boolean settle(Answered answered, ParsedRules parsed, Instant now) {
        held = answered; // strong references keep the lists shared with other presentities
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

    /** Whether this call is the one that marked the presentity for a retry. */
    synchronized boolean startRetrying() {
        boolean started = !retrying;
        retrying = true;
        return started;
    }

    synchronized void stopRetrying() {
        retrying = false;
    }
}
