package org.sippresence.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.publish;
import static org.sippresence.testkit.Fixtures.subscribe;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sippresence.authorization.MalformedRulesException;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesReader;
import org.sippresence.authorization.RulesSource;
import org.sippresence.model.Aor;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

final class AsyncRulesTest {

    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final Slow source = new Slow();
    private volatile Optional<AsyncRules> awaited = Optional.empty();
    private final TestBed bed = TestBed.plan()
            .sender(sender)
            .rules(transaction -> awaited.flatMap(rules -> rules.of(transaction)))
            .start();

    AsyncRulesTest() {
        AsyncRules rules = new AsyncRules(source, bed.presentities, true);
        rules.notifyOn(bed.authorizationCache);
        awaited = Optional.of(rules);
    }

    @AfterEach
    void close() {
        bed.close();
        assertThat(sender.violations()).isEmpty();
    }

    private static RuleSet rules(String handling) {
        String document = "<cp:ruleset xmlns:cp='urn:ietf:params:xml:ns:common-policy'"
                + " xmlns:pr='urn:ietf:params:xml:ns:pres-rules'><cp:rule id='r'><cp:conditions><cp:identity>"
                + "<cp:one id='sip:bob@example.org'/></cp:identity></cp:conditions><cp:actions><pr:sub-handling>"
                + handling
                + "</pr:sub-handling></cp:actions><cp:transformations><pr:provide-services><pr:all-services/>"
                + "</pr:provide-services><pr:provide-persons><pr:all-persons/></pr:provide-persons><pr:provide-devices>"
                + "<pr:all-devices/></pr:provide-devices><pr:provide-all-attributes/></cp:transformations></cp:rule>"
                + "</cp:ruleset>";
        try {
            return RuleSet.of(List.of(RulesReader.read("", document.getBytes(StandardCharsets.UTF_8))));
        } catch (MalformedRulesException e) {
            throw new AssertionError(e);
        }
    }

    private String last() {
        List<Notify> all = sender.in(dialog("a").id());
        Notify last = all.get(all.size() - 1);
        return last.subscriptionState().split(";", 2)[0]
                + ' '
                + last.body().map(each -> each.text()).orElse("-");
    }

    private void subscribed() {
        Object unused = TestBed.get(bed.subscribe(subscribe(alice(), "a", 600)));
        bed.settle();
    }

    private void published(String text) {
        Object unused = TestBed.get(bed.publish(publish(alice(), text)));
        bed.settle();
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
