package org.sippresence.bootstrap;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.maintenance.Measure;
import org.sippresence.message.MessageAuthorization;
import org.sippresence.message.SphereSource;
import org.sippresence.model.EventName;
import org.sippresence.notification.AwaitedRules;
import org.sippresence.notification.Compositions;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.Rulings;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.Turn;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SubscriptionSettings;
import org.sippresence.settings.SubscriptionSettings.Auth;
import org.sippresence.xcap.StoredRules;
import org.sippresence.xcap.client.RemoteRules;

/** How watchers are authorized: alike, by documents of the built-in XCAP server, or by those of somebody else's. */
final class Authorizations implements AutoCloseable {

    /** Presentities that are looked at in a second after a start. */
    private static final int RESUMED = 2_000;

    private final SphereSource published;
    private final StoredRules stored;
    private final Optional<RemoteRules> remote;
    private final Rulings rulings;
    private final boolean byStoredRules;

    Authorizations(Settings settings, UserAttributes attributes, Presentities presentities, Compositions compositions) {
        int size = settings.storage().cacheSize();
        boolean byRules = settings.subscription().auth() == Auth.XCAP;
        published = turn -> compositions.of(turn, EventName.PRESENCE).sphere();
        stored = new StoredRules(size, settings);
        remote = Optional.of(settings.xcap())
                .filter(xcap -> xcap.root().isPresent())
                .map(xcap -> new RemoteRules(xcap, attributes, size, Clock.systemUTC()));
        byStoredRules = byRules && remote.isEmpty();
        presentities.onDocumentsForgotten(stored::forget);
        boolean checkSphere = settings.subscription().rules().checkSphere();
        rulings = switch (settings.subscription().auth()) {
            case NONE -> Rulings.always(Authorizer.always(Authorization.ALLOW));
            case IMPLICIT -> Rulings.always(Authorizer.always(Authorization.CONFIRM));
            case XCAP -> {
                Optional<AwaitedRules> awaited = remote.map(source -> new AwaitedRules(
                        source, presentities, settings.subscription().rules().decideLater()));
                Rulings made = Rulings.by(
                        awaited.isPresent() ? awaited.get() : turn -> Optional.of(stored.of(turn)),
                        turn -> checkSphere ? published.sphere(turn) : Optional.empty(),
                        new Rulings.Policy(unmatched(settings.subscription().rules()), size));
                awaited.ifPresent(each -> each.tell(made));
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

    Rulings rulings() {
        return rulings;
    }

    /** Who decides about messages: the same server's documents, or our own with their owner's lists. */
    MessageAuthorization messages(Presentities presentities) {
        return new MessageAuthorization(presentities, published, stored::lists, remote.map(RemoteRules::forMessages));
    }

    /** The client of another XCAP server, if there is one whose rules decide about watchers. */
    Optional<RemoteRules> remote() {
        return remote;
    }

    /** In the lane, when an XCAP document was changed and that is committed. */
    void documentChanged(Turn turn, DocumentKey key, Notifier notifier) {
        if (stored.changed(key)) {
            rulings.reconsider(turn);
        }
        if (Compositions.isPartOfState(key)) {
            turn.renewVersion();
            int unused = notifier.changed(turn, EventName.PRESENCE);
        }
    }

    /** In the lane, when what memory held of a presentity may never have been written. */
    void reread(Turn turn) {
        stored.forget(turn.presentity());
        rulings.forget(turn.presentity());
    }

    /** Time went on while the server was down: windows of rules may have opened or closed. */
    void resume(Presentities presentities) {
        remote.ifPresent(RemoteRules::start);
        if (byStoredRules) {
            presentities.lookAtAll(RESUMED);
        }
    }

    /** What the client of another XCAP server has done and does; nothing without one. */
    List<Measure> measures() {
        List<Measure> all = new ArrayList<>();
        remote.map(RemoteRules::figures).ifPresent(figures -> {
            Map<String, Long> answers = new TreeMap<>();
            answers.put("found", figures.answers().found());
            answers.put("unchanged", figures.answers().unchanged());
            answers.put("absent", figures.answers().absent());
            figures.answers()
                    .failures()
                    .forEach((failure, count) -> answers.put(failure.name().toLowerCase(Locale.ROOT), count));
            answers.forEach((kind, count) -> all.add(Measure.counter(
                    "xcap_answers_total", "Answers of the other XCAP server, by kind.", Map.of("kind", kind), count)));
            all.add(Measure.gauge("xcap_requests_waiting", "Requests that may not be sent yet.", figures.waiting()));
            all.add(Measure.gauge("xcap_requests_running", "Requests that are under way.", figures.running()));
            all.add(Measure.gauge("xcap_watched", "Presentities whose rules are kept up to date.", figures.watched()));
        });
        return all;
    }

    @Override
    public void close() {
        remote.ifPresent(RemoteRules::close);
    }
}
