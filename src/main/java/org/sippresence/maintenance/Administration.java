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
 * The operations behind the REST interface. Callable from any thread; a future is completed in the presentity's lane, after the
 * commit where something was written, and fails with {@link java.io.UncheckedIOException} on a database failure.
 */
public interface Administration {

    /**
     * Sends every watcher a NOTIFY of the current state (Kamailio's {@code refreshWatchers}).
     *
     * @param refreshType 0: the rules were changed externally, so they are reloaded and watchers are reauthorized first; any
     * other value: the stored state was changed, so the presentity is reloaded from the database first
     * @return the number of notified subscriptions; 0 for an unknown presentity
     */
    CompletableFuture<Integer> refreshWatchers(Aor presentity, EventName event, int refreshType);

    /**
     * Reloads the rules and reauthorizes every watcher; only those whose subscription or view changes get a NOTIFY (Kamailio's
     * {@code pres_update_watchers}).
     *
     * @return the number of subscriptions whose state has changed
     */
    CompletableFuture<Integer> updateWatchers(Aor presentity, EventName event);

    /**
     * Returns and explains the decision about a watcher. Changes nothing.
     *
     * @param question for one of {@link #events}
     */
    CompletableFuture<AuthorizationReport> authorization(AuthorizationQuestion question);

    /** Removes expired entries from memory and database and rebuilds the data derived from publications. */
    CompletableFuture<CleanupReport> cleanup();

    /** Returns presentities ordered by URI; reads the store and may block. */
    List<Aor> presentities(String contains, String after, int limit);

    /** Returns a presentity's state; empty if nothing is stored about it. */
    CompletableFuture<Optional<PresentityReport>> presentity(Aor presentity, EventName event);

    /** Returns the live subscriptions to the presentity; of all packages if no event is given. */
    CompletableFuture<List<SubscriptionReport>> watchers(Aor presentity, Optional<EventName> event);

    CompletableFuture<Optional<SubscriptionReport>> subscription(String id);

    /**
     * Ends a subscription: its watcher gets a last NOTIFY with {@code terminated;reason=deactivated}.
     *
     * @return whether the subscription existed
     */
    CompletableFuture<Boolean> endSubscription(String id);

    /** Returns the event packages of this server. */
    List<EventName> events();

    /** Returns those event packages that compose one document for all watchers. */
    List<EventName> composedEvents();

    /** Returns the metrics, grouped by name. Cheap and non-blocking. */
    List<Metric> measures();

    /** Returns in one line why the server is not ready; empty if it is. */
    Optional<String> unreadiness();

    /**
     * Query for an authorization decision.
     *
     * @param at the time of the decision; empty for now
     * @param sphere the sphere of the decision; empty for the one that the presentity publishes
     */
    record AuthorizationQuestion(
            Aor watcher, Aor presentity, EventName event, Optional<Instant> at, Optional<String> sphere) {}

    /**
     * An explained authorization decision.
     *
     * @param rules the result of each rule, in document order
     * @param document the document that the watcher sees; empty if there is none, or if the event package writes documents for
     * each subscription
     * @param filtered whether it differs from the complete composed document
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

    /** Numbers of rows removed by {@link #cleanup}. */
    record CleanupReport(int publications, int subscriptions, int presentities) {}

    /**
     * State of one presentity.
     *
     * @param online whether the composed state of the event contains anything open
     * @param document the composed document for a watcher with all permissions
     */
    record PresentityReport(Aor presentity, boolean online, List<Publication> publications, Body document) {
        public PresentityReport {
            publications = List.copyOf(publications);
            Objects.requireNonNull(document, "document");
        }
    }

    /** A subscription with the CSeq of its last NOTIFY. */
    record SubscriptionReport(Subscription subscription, long localCSeq) {}
}
