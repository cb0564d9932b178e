package org.sippresence.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.publish;
import static org.sippresence.testkit.Fixtures.subscribe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.authorization.AuthorizationFixtures;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesSource;
import org.sippresence.model.Aor;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

final class AsyncRulesTest {

    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final Slow source = new Slow();
    private volatile Optional<AsyncRules> awaited = Optional.empty();

    @AutoClose
    private final TestBed bed = TestBed.plan()
            .sender(sender)
            .rules(transaction -> awaited.flatMap(rules -> rules.of(transaction)))
            .start();

    AsyncRulesTest() {
        AsyncRules rules = new AsyncRules(source, bed.presentities, true);
        rules.notifyOn(bed.authorizationCache);
        awaited = Optional.of(rules);
    }

    private static RuleSet rules(String handling) {
        String rule = AuthorizationFixtures.rule(
                "r", AuthorizationFixtures.one("sip:bob@example.org"), handling, AuthorizationFixtures.EVERYTHING);
        return AuthorizationFixtures.rules(rule);
    }

    private String last() {
        Notify last = sender.last(dialog("a").id());
        return last.subscriptionState().split(";", 2)[0]
                + ' '
                + last.body().map(each -> each.text()).orElse("-");
    }

    private void subscribed() {
        Object unused = bed.settled(bed.subscribe(subscribe(alice(), "a", 600)));
    }

    private void published(String text) {
        Object unused = bed.settled(bed.publish(publish(alice(), text)));
    }

    @Test
    void aFirstSubscriptionIsPendingUntilTheRulesArriveAndIsDecidedOnce() {
        published("open");
        subscribed();
        assertThat(last()).isEqualTo("pending -");
        source.learn(alice(), rules("allow"));
        bed.settle();
        assertThat(last()).isEqualTo("active open");
        assertThat(sender.count()).isEqualTo(2);
    }

    @Test
    void whoIsWatchedIsKeptUpToDateUntilNobodyWatches() {
        subscribed();
        assertThat(source.watched).containsExactly(alice());
        bed.change(
                alice(),
                transaction -> transaction
                        .subscriptions()
                        .subscriptions()
                        .forEach(each -> transaction.subscriptions().remove(each)));
        bed.settle();
        assertThat(source.watched).isEmpty();
    }

    @Test
    void afterARestartAnActiveWatcherIsToldNothingWrongWhileTheRulesAreAwaitedAndThenTheState() {
        source.learn(alice(), rules("allow"));
        subscribed();
        source.known.clear(); // as after a restart
        bed.change(alice(), this::forget);
        int before = sender.count();
        published("open");
        assertThat(sender.count()).isEqualTo(before);
        source.learn(alice(), rules("allow"));
        bed.settle();
        assertThat(last()).isEqualTo("active open");
    }

    private void forget(PresentityTransaction transaction) {
        bed.authorizationCache.forget(transaction.presentity());
    }

    @Test
    void newRulesAreDecidedByAtOnce() {
        source.learn(alice(), rules("allow"));
        subscribed();
        assertThat(last()).startsWith("active");
        source.learn(alice(), rules("block"));
        bed.settle();
        assertThat(last()).isEqualTo("terminated -");
    }

    /** Knows what the test lets it know. */
    private static final class Slow implements RulesSource {

        final Map<Aor, RuleSet> known = new ConcurrentHashMap<>();
        final Set<Aor> watched = ConcurrentHashMap.newKeySet();
        final List<Consumer<Aor>> listeners = new CopyOnWriteArrayList<>();

        void learn(Aor presentity, RuleSet rules) {
            known.put(presentity, rules);
            listeners.forEach(each -> each.accept(presentity));
        }

        @Override
        public RuleSet current(Aor presentity) {
            return known.getOrDefault(presentity, RuleSet.NONE);
        }

        @Override
        public boolean isKnown(Aor presentity) {
            return known.containsKey(presentity);
        }

        @Override
        public CompletableFuture<Void> prepare(Aor presentity) {
            return isKnown(presentity) ? CompletableFuture.completedFuture(null) : new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Void> refresh(Aor presentity) {
            return prepare(presentity);
        }

        @Override
        public void watch(Aor presentity) {
            watched.add(presentity);
        }

        @Override
        public void unwatch(Aor presentity) {
            watched.remove(presentity);
        }

        @Override
        public void onChange(Consumer<Aor> listener) {
            listeners.add(listener);
        }
    }
}
