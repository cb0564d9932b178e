package org.sippresence.bootstrap;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.maintenance.Metric;
import org.sippresence.message.SphereSource;
import org.sippresence.model.EventName;
import org.sippresence.notification.AsyncRules;
import org.sippresence.notification.AuthorizationCache;
import org.sippresence.notification.CompositionCache;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.service.MessageService;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SubscriptionSettings;
import org.sippresence.settings.SubscriptionSettings.Auth;
import org.sippresence.xcap.StoredRules;
import org.sippresence.xcap.client.RemoteRules;

/** Selects how watchers are authorized: all alike, by documents of the built-in XCAP server, or by those of an external one. */
final class AuthorizationWiring implements AutoCloseable {

    /** Number of presentities that are processed per second after a start. */
    private static final int RESUMED = 2_000;

    private final SphereSource published;
    private final StoredRules stored;
    private final Optional<RemoteRules> remote;
    private final AuthorizationCache authorizationCache;
    private final boolean byStoredRules;

    AuthorizationWiring(
            Settings settings, UserAttributes attributes, Presentities presentities, CompositionCache compositions) {
        int size = settings.storage().cacheSize();
        boolean byRules = settings.subscription().auth() == Auth.XCAP;
        published =
                transaction -> compositions.of(transaction, EventName.PRESENCE).sphere();
        stored = new StoredRules(size, settings);
        remote = Optional.of(settings.xcap())
                .filter(xcap -> xcap.root().isPresent())
                .map(xcap -> new RemoteRules(xcap, attributes, size, Clock.systemUTC()));
        byStoredRules = byRules && remote.isEmpty();
        presentities.listeners().onDocumentsForgotten(stored::forget);
        boolean checkSphere = settings.subscription().rules().checkSphere();
        authorizationCache = switch (settings.subscription().auth()) {
            case NONE -> AuthorizationCache.always(Authorizer.always(Authorization.ALLOW));
            case IMPLICIT -> AuthorizationCache.always(Authorizer.always(Authorization.CONFIRM));
            case XCAP -> {
                Optional<AsyncRules> awaited = remote.map(source -> new AsyncRules(
                        source, presentities, settings.subscription().rules().decideLater()));
                AuthorizationCache made = AuthorizationCache.byRules(
                        awaited.isPresent() ? awaited.get() : transaction -> Optional.of(stored.of(transaction)),
                        transaction -> checkSphere ? published.sphere(transaction) : Optional.empty(),
                        unmatched(settings.subscription().rules()),
                        size);
                awaited.ifPresent(each -> each.notifyOn(made));
                yield made;
            }
        };
    }

    private static Authorization unmatched(SubscriptionSettings.Rules rules) {
        return switch (rules.unmatched()) {
            case BLOCK -> Authorization.BLOCK;
            case CONFIRM -> Authorization.CONFIRM;
            case POLITE_BLOCK -> Authorization.POLITE_BLOCK;
        };
    }

    AuthorizationCache authorizationCache() {
        return authorizationCache;
    }

    /**
     * The authorization of messages: by the documents of the external server, or by stored ones with the lists of their owner.
     */
    MessageService messages(Presentities presentities) {
        return new MessageService(presentities, published, stored::lists, remote.map(RemoteRules::imRules));
    }

    /** The client of the external XCAP server, if its rules decide about watchers. */
    Optional<RemoteRules> remote() {
        return remote;
    }

    /** Handles a committed change of an XCAP document. Called in the lane. */
    void documentChanged(PresentityTransaction transaction, DocumentKey key, Notifier notifier) {
        if (stored.changed(key)) {
            authorizationCache.reauthorize(transaction);
        }
        if (CompositionCache.isPartOfState(key)) {
            transaction.renewVersion();
            int unused = notifier.notifyWatchers(transaction, EventName.PRESENCE);
        }
    }

    /** Drops cached data of a presentity whose changes may not have been written. Called in the lane. */
    void reread(PresentityTransaction transaction) {
        stored.forget(transaction.presentity());
        authorizationCache.forget(transaction.presentity());
    }

    /** Schedules all presentities after a start: validity times of rules may have begun or ended during the downtime. */
    void resume(Presentities presentities) {
        remote.ifPresent(RemoteRules::start);
        if (byStoredRules) {
            presentities.wakeAll(RESUMED);
        }
    }

    /** Metrics of the client of the external XCAP server; empty without one. */
    List<Metric> measures() {
        List<Metric> all = new ArrayList<>();
        remote.map(RemoteRules::metrics).ifPresent(figures -> {
            figures.responses()
                    .forEach((kind, count) -> all.add(Metric.counter(
                            "xcap_answers_total",
                            "Answers of the other XCAP server, by kind.",
                            Map.of("kind", kind),
                            count)));
            all.add(Metric.gauge("xcap_requests_waiting", "Requests that may not be sent yet.", figures.waiting()));
            all.add(Metric.gauge("xcap_requests_running", "Requests that are under way.", figures.running()));
            all.add(Metric.gauge("xcap_watched", "Presentities whose rules are kept up to date.", figures.watched()));
        });
        return all;
    }

    @Override
    public void close() {
        remote.ifPresent(RemoteRules::close);
    }
}
