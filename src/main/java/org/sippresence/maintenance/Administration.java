package org.sippresence.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.RuleTrial;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.publication.Publication;
import org.sippresence.subscription.Subscription;

/**
 * The operations behind the REST interface. Callable from any thread; a future is completed in the presentity's lane, after
 * the commit where something was written, and fails with {@link java.io.UncheckedIOException} if the database does.
 */
public interface Administration {

    /**
     * Sends every watcher a NOTIFY of the present state (Kamailio's refreshWatchers).
     *
     * @param refreshType 0: the rules were changed from outside, they are read again and watchers are authorized anew first; any
     *     other value: the stored state was, the presentity is read again from the database first
     * @return how many subscriptions are notified; unknown presentities have none
     */
    CompletableFuture<Integer> refreshWatchers(Aor presentity, EventName event, int refreshType);

    /**
     * Reads the rules again and decides anew about every watcher; only those whose subscription or view changes get a NOTIFY (Kamailio's
     * {@code pres_update_watchers}).
     *
     * @return how many subscriptions changed their state
     */
    CompletableFuture<Integer> updateWatchers(Aor presentity, EventName event);

    /**
     * What would be decided about a watcher, and why. Changes nothing.
     *
     * @param question about one of {@link #events}
     */
    CompletableFuture<AuthorizationReport> authorization(AuthorizationQuestion question);

    /** Removes what has expired from memory and database and rebuilds what is derived from publications. */
    CompletableFuture<CleanupReport> cleanup();

    /** Presentities in the order of their URIs; reads the store, may block. */
    List<Aor> presentities(String contains, String after, int limit);

    /** Empty if nothing is stored about the presentity. */
    CompletableFuture<Optional<PresentityReport>> presentity(Aor presentity, EventName event);

    /** Live subscriptions to the presentity; of all packages if none is named. */
    CompletableFuture<List<SubscriptionReport>> watchers(Aor presentity, Optional<EventName> event);

    CompletableFuture<Optional<SubscriptionReport>> subscription(String id);

    /**
     * Ends a subscription: its watcher gets a last NOTIFY with {@code terminated;reason=deactivated}.
     *
     * @return whether there was one
     */
    CompletableFuture<Boolean> endSubscription(String id);

    /** The event packages that are served. */
    List<EventName> events();

    /** Those of them that have one document for all watchers. */
    List<EventName> composedEvents();

    /** What there is to monitor, those of one name one after another. Cheap, blocks on nothing. */
    List<Metric> measures();

    /** Empty if the server can serve; otherwise why not, in one line. */
    Optional<String> unreadiness();

    /**
     * A question about a decision.
     *
     * @param at to be decided for; empty for now
     * @param sphere to be decided for; empty for the one that the presentity publishes
     */
    record AuthorizationQuestion(
            Aor watcher, Aor presentity, EventName event, Optional<Instant> at, Optional<String> sphere) {}

    /**
     * A decision explained.
     *
     * @param rules how each rule did, in the order of documents
     * @param document what the watcher sees; empty if nothing, or if the event package writes each watcher one of its own
     * @param filtered whether it is less than, or other than, what is published
     */
    record AuthorizationReport(
            RulesDecision verdict,
            DecisionContext situation,
            List<RuleTrial> rules,
            Optional<Body> document,
            boolean filtered) {
        public AuthorizationReport {
            rules = List.copyOf(rules);
        }
    }

    /** What {@link #cleanup} removed. */
    record CleanupReport(int publications, int subscriptions, int presentities) {}

    /**
     * One presentity.
     *
     * @param online whether the composed state of the event has anything open
     * @param document composed as a watcher who may see everything gets it
     */
    record PresentityReport(Aor presentity, boolean online, List<Publication> publications, Body document) {
        public PresentityReport {
            publications = List.copyOf(publications);
            Objects.requireNonNull(document, "document");
        }
    }

    /** One subscription with the CSeq of its last NOTIFY. */
    record SubscriptionReport(Subscription subscription, long localCSeq) {}
}
