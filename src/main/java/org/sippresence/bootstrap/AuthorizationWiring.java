package org.sippresence.bootstrap;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.maintenance.Metric;
import org.sippresence.model.EventName;
import org.sippresence.notification.AsyncRules;
import org.sippresence.notification.AuthorizationCache;
import org.sippresence.notification.CompositionCache;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.service.MessageService;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SubscriptionSettings.Auth;
import org.sippresence.xcap.StoredRules;
import org.sippresence.xcap.client.RemoteRules;

/** Selects how watchers are authorized: all alike, by documents of the built-in XCAP server, or by those of an external one. */
final class AuthorizationWiring implements AutoCloseable {

    /** Number of presentities that are processed per second after a start. */
    private static final int RESUMED = 2_000;

    private final Function<PresentityTransaction, Optional<String>> published;
    private final StoredRules stored;
    final Optional<RemoteRules> remoteRules;
    final AuthorizationCache cache;
    private final boolean byStoredRules;

    AuthorizationWiring(
            Settings settings, UserAttributes attributes, Presentities presentities, CompositionCache compositions) {
        int size = settings.storage().cacheSize();
        boolean byRules = settings.subscription().auth() == Auth.XCAP;
        published =
                transaction -> compositions.of(transaction, EventName.PRESENCE).sphere();
        stored = new StoredRules(size, settings);
        remoteRules = Optional.of(settings.xcap())
                .filter(xcap -> xcap.root().isPresent())
                .map(xcap -> new RemoteRules(xcap, attributes, size, Clock.systemUTC()));
        byStoredRules = byRules && remoteRules.isEmpty();
        presentities.listeners().onDocumentsForgotten(stored::forget);
        boolean checkSphere = settings.subscription().rules().checkSphere();
        cache = switch (settings.subscription().auth()) {
            case NONE -> AuthorizationCache.always(Authorizer.always(Authorization.ALLOW));
            case IMPLICIT -> AuthorizationCache.always(Authorizer.always(Authorization.CONFIRM));
            case XCAP -> {
                Optional<AsyncRules> awaited = remoteRules.map(source -> new AsyncRules(
                        source, presentities, settings.subscription().rules().decideWithoutRules()));
                AuthorizationCache made = AuthorizationCache.byRules(
                        awaited.isPresent() ? awaited.get() : transaction -> Optional.of(stored.of(transaction)),
                        transaction -> checkSphere ? published.apply(transaction) : Optional.empty(),
                        Authorization.valueOf(
                                settings.subscription().rules().unmatched().name()),
                        size);
                awaited.ifPresent(each -> each.notifyOn(made));
                yield made;
            }
        };
    }

    /**
     * The authorization of messages: by the documents of the external server, or by stored ones with the lists of their owner.
     */
    MessageService messages(Presentities presentities) {
        return new MessageService(presentities, published, stored::lists, remoteRules.map(RemoteRules::imRules));
    }

    /** Reauthorizes the watchers if a committed change of an XCAP document changes the rules. Called in the lane. */
    void reauthorizeIfChanged(PresentityTransaction transaction, DocumentKey key) {
        if (stored.changed(key)) {
            cache.reauthorize(transaction);
        }
    }

    /** Drops cached data of a presentity whose changes may not have been written. Called in the lane. */
    void reread(PresentityTransaction transaction) {
        stored.forget(transaction.presentity());
        cache.forget(transaction.presentity());
    }

    /** Schedules all presentities after a start: validity times of rules may have begun or ended during the downtime. */
    void resume(Presentities presentities) {
        remoteRules.ifPresent(RemoteRules::start);
        if (byStoredRules) {
            presentities.wakeAll(RESUMED);
        }
    }

    /** Metrics of the client of the external XCAP server; empty without one. */
    List<Metric> metrics() {
        List<Metric> all = new ArrayList<>();
        remoteRules.map(RemoteRules::metrics).ifPresent(current -> {
            all.addAll(Metric.counters(
                    "xcap_answers_total", "Answers of the other XCAP server, by kind.", "kind", current.responses()));
            all.add(Metric.gauge("xcap_requests_waiting", "Requests that may not be sent yet.", current.waiting()));
            all.add(Metric.gauge("xcap_requests_running", "Requests that are under way.", current.running()));
            all.add(Metric.gauge("xcap_watched", "Presentities whose rules are kept up to date.", current.watched()));
        });
        return all;
    }

    @Override
    public void close() {
        remoteRules.ifPresent(RemoteRules::close);
    }
}
