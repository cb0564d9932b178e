package org.sippresence.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sippresence.maintenance.Administration;
import org.sippresence.maintenance.Metric;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;

/** Knows what it was told; a failure or a silence can be ordered for the next asynchronous calls. */
final class FakeAdministration implements Administration {

    /** One call of refreshWatchers. */
    record Refresh(Aor presentity, EventName event, int type) {}

    /** One call of updateWatchers. */
    record Update(Aor presentity, EventName event) {}

    final Map<Aor, PresentityReport> presentities = new ConcurrentSkipListMap<>();
    final Map<String, SubscriptionReport> subscriptions = new ConcurrentHashMap<>();
    final List<Refresh> refreshes = new CopyOnWriteArrayList<>();
    final List<Update> updates = new CopyOnWriteArrayList<>();
    final Map<Aor, AuthorizationReport> decisions = new ConcurrentHashMap<>();
    final List<AuthorizationQuestion> questions = new CopyOnWriteArrayList<>();
    volatile Optional<RuntimeException> failure = Optional.empty();
    volatile boolean silent;
    volatile Optional<String> unreadiness = Optional.empty();

    void forget() {
        presentities.clear();
        subscriptions.clear();
        refreshes.clear();
        updates.clear();
        decisions.clear();
        questions.clear();
        failure = Optional.empty();
        silent = false;
        unreadiness = Optional.empty();
    }

    private <T> CompletableFuture<T> answer(T value) {
        if (silent) {
            return new CompletableFuture<>();
        }
        return CompletableFuture.supplyAsync(() -> {
            failure.ifPresent(f -> {
                throw f;
            });
            return value;
        });
    }

    @Override
    public CompletableFuture<Integer> refreshWatchers(Aor presentity, EventName event, int refreshType) {
        refreshes.add(new Refresh(presentity, event, refreshType));
        return answer(watching(presentity, Optional.of(event)).size());
    }

    @Override
    public List<Metric> measures() {
        return List.of(
                Metric.gauge("lanes_waiting", "Tasks that wait in lanes.", 3),
                Metric.counter("xcap_answers_total", "Answers.", Map.of("kind", "found"), 2),
                Metric.counter("xcap_answers_total", "Answers.", Map.of("kind", "odd\\\"\n"), 0.5));
    }

    @Override
    public CompletableFuture<Integer> updateWatchers(Aor presentity, EventName event) {
        updates.add(new Update(presentity, event));
        return answer(1);
    }

    @Override
    public CompletableFuture<AuthorizationReport> authorization(AuthorizationQuestion question) {
        questions.add(question);
        return answer(decisions.getOrDefault(
                question.watcher(), RestFixtures.pending(question.at().orElse(Instant.EPOCH), question.sphere())));
    }

    @Override
    public CompletableFuture<CleanupReport> cleanup() {
        return answer(new CleanupReport(3, 2, 1));
    }

    @Override
    public List<Aor> presentities(String contains, String after, int limit) {
        failure.ifPresent(f -> {
            throw f;
        });
        return presentities.keySet().stream()
                .filter(aor -> aor.uri().contains(contains) && aor.uri().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public CompletableFuture<Optional<PresentityReport>> presentity(Aor presentity, EventName event) {
        return answer(Optional.ofNullable(presentities.get(presentity)));
    }

    @Override
    public CompletableFuture<List<SubscriptionReport>> watchers(Aor presentity, Optional<EventName> event) {
        return answer(watching(presentity, event));
    }

    private List<SubscriptionReport> watching(Aor presentity, Optional<EventName> event) {
        List<SubscriptionReport> found = new ArrayList<>(subscriptions.values());
        found.removeIf(report -> !report.subscription().presentity().equals(presentity)
                || event.filter(name ->
                                !name.equals(report.subscription().event().name()))
                        .isPresent());
        return found;
    }

    @Override
    public CompletableFuture<Optional<SubscriptionReport>> subscription(String id) {
        return answer(Optional.ofNullable(subscriptions.get(id)));
    }

    @Override
    public CompletableFuture<Boolean> endSubscription(String id) {
        return answer(subscriptions.remove(id) != null);
    }

    @Override
    public List<EventName> composedEvents() {
        return List.of(EventName.PRESENCE);
    }

    @Override
    public List<EventName> events() {
        return List.of(EventName.PRESENCE, new EventName("dialog"));
    }

    @Override
    public Optional<String> unreadiness() {
        return unreadiness;
    }
}
