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
    private volatile Instant updated = Instant.EPOCH;
    private Sources sources = new Sources(List.of(), RemoteLists.Requested.NONE);
    private Optional<PendingRequest> pending = Optional.empty();
    private boolean retrying;

    /** The documents and lists that were requested. */
    record Sources(List<RemoteDocument<Parsed>> documents, RemoteLists.Requested lists) {
        Sources {
            documents = List.copyOf(documents);
        }
    }

    /** A pending request for the documents. */
    private record PendingRequest(RequestPriority priority, CompletableFuture<Void> completion) {}

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
    Instant updated() {
        return updated;
    }

    /** Returns the pending request if its priority is sufficient; otherwise starts a new one. */
    CompletableFuture<Void> request(RequestPriority priority, Supplier<CompletableFuture<Void>> start) {
        PendingRequest mine;
        synchronized (this) {
            if (pending.isPresent() && pending.get().priority().compareTo(priority) <= 0) {
                return pending.get().completion();
            }
            mine = new PendingRequest(priority, new CompletableFuture<>());
            pending = Optional.of(mine);
        }
        CompletableFuture<Void> unused = start.get().handle((done, failure) -> {
            complete(mine);
            return null;
        });
        return mine.completion();
    }

    private void complete(PendingRequest mine) {
        synchronized (this) {
            pending = pending.filter(each -> each.completion() != mine.completion());
        }
        mine.completion().complete(null);
    }

    /**
     * Applies the current content of these documents and lists. Changes nothing until each of them has received a response:
     * with rules missing, a watcher that they allow would be blocked (RFC 5025 section 3.2.1).
     *
     * @return whether the rules have changed
     */
    synchronized boolean update(Sources current, ParsedRules parsed, Instant now) {
        sources = current; // strong references keep the lists shared with other presentities
        List<Parsed> existing = new ArrayList<>();
        for (RemoteDocument<Parsed> each : sources.documents()) {
            Optional<Known<Parsed>> state = each.known();
            if (state.isEmpty()) {
                return false;
            }
            state.get().content().ifPresent(existing::add);
        }
        if (!sources.lists().areKnown()) {
            return false;
        }
        RuleSet before = rules;
        RuleSet after = parsed.combine(existing, sources.lists());
        known = true;
        updated = now;
        if (after.equals(before)) {
            return false;
        }
        rules = after;
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
