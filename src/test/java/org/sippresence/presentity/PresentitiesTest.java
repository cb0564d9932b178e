package org.sippresence.presentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.BOB;
import static org.sippresence.presentity.StoredFixtures.NOON;
import static org.sippresence.presentity.StoredFixtures.binding;
import static org.sippresence.presentity.StoredFixtures.document;
import static org.sippresence.presentity.StoredFixtures.modified;
import static org.sippresence.presentity.StoredFixtures.publication;
import static org.sippresence.presentity.StoredFixtures.subscription;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;
import org.sippresence.registration.RegistrationChange;
import org.sippresence.registration.RegistrationChange.Event;
import org.sippresence.subscription.Subscription;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.TestBed;
import org.sippresence.testkit.TestBed.NotWrittenException;

final class PresentitiesTest {

    private static final Limits ALL = new Limits(1_000, true, false);

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();
    private final MutableClock clock = new MutableClock(NOON);

    @AutoClose
    private TestBed bed = plan(ALL).start();

    private TestBed.Plan plan(Limits limits) {
        return TestBed.plan().store(store).clock(clock).limits(limits);
    }

    /** The process ends and begins again on the same store. */
    private void restart(Limits limits) {
        bed.close();
        bed = plan(limits).start();
    }

    private void restartCounting(String domain) {
        bed.close();
        bed = plan(ALL).countedApart(Set.of(domain)).start();
    }

    private void restartWithoutDatabase(int presentities) {
        bed.close();
        bed = plan(new Limits(presentities, false, false))
                .store(new NoPresentityStore())
                .start();
    }

    private List<Publication> publications(Aor presentity) {
        return bed.read(
                presentity,
                transaction -> List.copyOf(transaction.publications().publications(EventName.PRESENCE)));
    }

    private void save(Publication publication) {
        bed.change(
                publication.presentity(),
                transaction -> transaction.publications().save(publication));
    }

    private void save(Subscription subscription) {
        bed.change(
                subscription.presentity(),
                transaction -> transaction.subscriptions().save(subscription));
    }

    @Test
    void whatATurnWritesIsSeenByTheNextBeforeItIsCommitted() {
        store.holdWrites();
        CompletableFuture<Boolean> committed = new CompletableFuture<>();
        bed.presentities.execute(ALICE, transaction -> {
            transaction.publications().save(publication("p1", ALICE));
            transaction.onCommit(later -> committed.complete(true));
        });
        assertThat(publications(ALICE)).containsExactly(publication("p1", ALICE));
        assertThat(committed).isNotDone();
        assertThat(store.load(ALICE)).isEmpty();
        store.releaseWrites();
        assertThat(TestBed.get(committed)).isTrue();
        assertThat(store.load(ALICE)).isPresent();
    }

    @Test
    void whatComesAtTheSameInstantOrAfterTheClockWasSetBackIsStillOrdered() {
        save(publication("z", ALICE));
        save(publication("y", ALICE));
        save(publication("x", ALICE).receivedAt(NOON.minusSeconds(60)));
        bed.change(ALICE, transaction -> {
            for (String id : List.of("c", "b")) {
                Binding binding = binding(id, ALICE, "sip:" + id + "@192.0.2.1");
                transaction.registrations().apply(new RegistrationChange(binding, Event.REGISTERED));
            }
        });
        save(modified(publication("z", ALICE), "later", NOON));
        restart(ALL);
        assertThat(publications(ALICE)).extracting(Publication::id).containsExactly("z", "y", "x");
        assertThat(publications(ALICE).stream().map(Publication::received))
                .containsExactly(NOON.plusNanos(3000), NOON.plusNanos(1000), NOON.plusNanos(2000));
        List<Binding> contacts = bed.read(
                ALICE, transaction -> List.copyOf(transaction.registrations().bindings()));
        assertThat(contacts).extracting(Binding::since).containsExactly(NOON, NOON.plusNanos(1000));
    }

    @Test
    void effectsOfATurnThatWritesNothingFollowAtOnce() {
        List<String> order = new ArrayList<>();
        bed.presentities.execute(ALICE, transaction -> {
            transaction.onCommit(later -> order.add("first"));
            transaction.onCommit(later -> order.add("second"));
            order.add("work");
        });
        bed.settle();
        assertThat(order).containsExactly("work", "first", "second");
    }

    @Test
    void aLostWriteIsToldAndThePresentityReadAgain() {
        save(publication("p1", ALICE));
        store.failAll(true);
        Publication lost = modified(publication("p1", ALICE), "lost", NOON);
        assertThatThrownBy(() -> save(lost)).hasCauseInstanceOf(NotWrittenException.class);
        store.failAll(false);
        await().until(() -> publications(ALICE).equals(List.of(publication("p1", ALICE))));
    }

    @Test
    void turnsOnTopOfALostWriteAreLostToo() {
        store.holdWrites();
        save("blocker");
        List<String> told = new ArrayList<>();
        bed.presentities.execute(ALICE, transaction -> {
            transaction.publications().save(publication("p1", ALICE));
            transaction.onFailure(() -> told.add("first"));
        });
        bed.presentities.execute(ALICE, transaction -> {
            transaction.publications().save(publication("p2", ALICE));
            transaction.onFailure(() -> told.add("second"));
        });
        bed.lanes.flush();
        store.refuse("p1");
        store.releaseWrites();
        bed.settle();
        assertThat(told).containsExactly("first", "second");
        assertThat(publications(ALICE)).isEmpty();
        save(publication("p3", ALICE));
        assertThat(store.load(ALICE).orElseThrow().publications()).containsExactly(publication("p3", ALICE));
    }

    @Test
    void aLostChangeHoldsNoMarkThoughTellingOfItFails() {
        save(subscription("s1", ALICE));
        store.refuse("p1");
        bed.presentities.execute(ALICE, transaction -> {
            transaction.publications().save(publication("p1", ALICE));
            transaction.onFailure(() -> {
                throw new IllegalStateException("of a test");
            });
        });
        bed.settle();
        assertThat(bed.presentities.changeSequence().floor()).isEqualTo(Long.MAX_VALUE);
    }

    private void save(String id) {
        bed.presentities.execute(BOB, transaction -> transaction.publications().save(publication(id, BOB)));
        bed.lanes.flush();
    }

    @Test
    void whileAPresentityCannotBeReadItsDialogsAreNotUnknown() {
        Subscription subscription = subscription("s1", ALICE);
        save(subscription);
        store.failAll(true);
        assertThatThrownBy(() -> save(publication("p1", ALICE))).hasCauseInstanceOf(NotWrittenException.class);
        assertThatThrownBy(() -> bed.presentities.locate(subscription.dialog().id()))
                .isInstanceOf(java.io.UncheckedIOException.class);
        store.failAll(false);
        assertThat(bed.presentities.locate(subscription.dialog().id())).contains(ALICE);
        assertThat(bed.presentities.locate("s1")).contains(ALICE);
        await().until(() ->
                bed.read(ALICE, transaction -> transaction.subscription("s1")).isPresent());
    }

    @Test
    void aPresentityThatCannotBeReadFailsTheRequestAndNotTheNextOne() {
        restart(new Limits(1_000, true, true));
        store.failAll(true);
        assertThatThrownBy(() -> publications(ALICE)).isInstanceOf(CompletionException.class);
        store.failAll(false);
        assertThat(publications(ALICE)).isEmpty();
    }

    @Test
    void memoryForgetsAPresentityOfWhomNothingIsLeft() {
        save(publication("p1", ALICE));
        bed.change(ALICE, transaction -> transaction.publications().remove(publication("p1", ALICE)));
        bed.settle();
        assertThat(bed.presentities.gauges()).containsEntry("presentities_in_memory", 0L);
    }

    @Test
    void aPresentityWhoseRowWasSweptGetsItAgain() {
        restart(new Limits(1_000, true, true)); // memory keeps the empty presentity
        save(publication("p1", ALICE));
        bed.change(ALICE, transaction -> transaction.publications().remove(publication("p1", ALICE)));
        bed.settle();
        assertThat(store.clean(NOON).presentities()).isEqualTo(1);
        save(publication("p2", ALICE));
        restart(ALL);
        assertThat(publications(ALICE)).containsExactly(publication("p2", ALICE));
    }

    @Test
    void withoutADatabaseMemoryRefusesMoreThanItsLimit() {
        restartWithoutDatabase(3);
        for (int i = 0; i < 3; i++) {
            save(publication("p" + i, Aor.parse("sip:u" + i + "@example.org")));
        }
        Aor fourth = Aor.parse("sip:u3@example.org");
        assertThatThrownBy(() -> save(publication("p3", fourth))).hasCauseInstanceOf(MemoryFullException.class);
        Aor first = Aor.parse("sip:u0@example.org");
        bed.change(first, transaction -> transaction.publications().remove(publication("p0", first)));
        bed.settle();
        save(publication("p3", fourth));
        assertThat(publications(fourth)).hasSize(1);
        assertThat(bed.presentities.list(new PresentityStore.Listing("u", "", 10)))
                .extracting(Aor::user)
                .containsExactly("u1", "u2", "u3");
    }

    /** Of as many presentities. */
    private List<Subscription> saveSubscriptions(int count) {
        List<Subscription> all = IntStream.range(0, count)
                .mapToObj(i -> subscription("s" + i, Aor.parse("sip:u" + i + "@example.org")))
                .toList();
        all.forEach(this::save);
        bed.settle();
        return all;
    }

    @Test
    void aSubscriptionIsFoundByItsDialogAfterItsPresentityWasEvicted() {
        restart(new Limits(5, true, false));
        List<Subscription> all = saveSubscriptions(200);
        assertThat(bed.presentities.gauges())
                .containsEntry("presentities_in_memory", 5L)
                .containsEntry("subscriptions_in_memory", 5L);
        for (Subscription each : all) {
            assertThat(bed.presentities.locate(each.dialog().id())).contains(each.presentity());
            assertThat(bed.presentities.locate(each.id())).contains(each.presentity());
            Optional<Subscription> found = bed.read(
                    each.presentity(),
                    transaction ->
                            transaction.subscriptions().find(each.dialog().id()));
            assertThat(found).contains(each);
        }
        assertThat(bed.presentities.locate(subscription("other", ALICE).dialog().id()))
                .isEmpty();
    }

    @Test
    void aWatcherIsCountedOverAllPresentitiesAndAfterARestart() {
        List<Subscription> all = saveSubscriptions(30);
        all.forEach(this::save); // a refresh counts for nothing
        bed.settle();
        Aor watcher = all.get(0).watcher().aor();
        assertThat(countOf(watcher)).isEqualTo(30);
        restart(new Limits(10_000, true, false));
        assertThat(countOf(watcher)).isEqualTo(30);
        assertThat(countOf(Aor.parse("sip:nobody@example.org"))).isZero();
        Aor first = all.get(0).presentity();
        assertThat(bed.<Integer>read(
                        first, transaction -> transaction.subscriptions().countAtMost(EventName.PRESENCE, watcher)))
                .isEqualTo(1);
        bed.read(first, transaction -> {
            transaction.subscriptions().remove(all.get(0));
            return true;
        });
        bed.settle();
        assertThat(countOf(watcher)).isEqualTo(29);
    }

    @Test
    void presentitiesThatAreOnlyWatchedAreCountedThroughEvictionAndARestart() {
        Limits few = new Limits(5, true, false);
        restart(few);
        List<Subscription> all = saveSubscriptions(60);
        all.forEach(this::save);
        bed.settle();
        assertThat(onlyWatched()).isEqualTo(60);
        save(publication("p0", all.get(0).presentity()));
        save(publication("p1", all.get(1).presentity()));
        assertThat(onlyWatched()).isEqualTo(58);
        restart(few);
        assertThat(onlyWatched()).isEqualTo(58);
        bed.change(
                all.get(1).presentity(),
                transaction -> transaction.publications().remove(publication("p1", transaction.presentity())));
        bed.change(
                all.get(2).presentity(),
                transaction -> transaction.subscriptions().remove(all.get(2)));
        assertThat(onlyWatched()).isEqualTo(58);
        restart(ALL);
        assertThat(onlyWatched()).isEqualTo(58);
        assertThat(store.count(Countable.ONLY_WATCHED)).isEqualTo(58);
    }

    @Test
    void aDomainWithABoundOfItsOwnIsCountedApart() {
        Aor other = Aor.parse("sip:alice@one.example");
        Aor joining = Aor.parse("sip:new@one.example");
        restartCounting("one.example");
        save(subscription("s1", ALICE));
        save(subscription("s2", BOB));
        save(subscription("s3", other));
        for (int restarts = 0; restarts < 2; restarts++) {
            assertThat(joining(Aor.parse("sip:new@example.org"))).isEqualTo(2);
            assertThat(joining(joining)).isEqualTo(1);
            assertThat(onlyWatched()).isEqualTo(3);
            assertThat(subscriptionsWith(ALICE)).isEqualTo(2);
            assertThat(subscriptionsWith(joining)).isEqualTo(1);
            restartCounting("one.example");
        }
        save(publication("p1", other));
        assertThat(joining(joining)).isZero();
        assertThat(onlyWatched()).isEqualTo(2);
    }

    @Test
    void publicationsAreCountedThroughEvictionARestartAndALostWrite() {
        Limits few = new Limits(5, true, false);
        restart(few);
        List<Publication> all = IntStream.range(0, 60)
                .mapToObj(i -> publication("p" + i, Aor.parse("sip:u" + i + "@example.org")))
                .toList();
        all.forEach(this::save);
        bed.settle();
        assertThat(publicationsWith(ALICE)).isEqualTo(60);
        store.failAll(true);
        assertThat(catchThrowable(() -> save(publication("lost", ALICE)))).isNotNull();
        store.failAll(false);
        publications(ALICE);
        bed.settle();
        assertThat(publicationsWith(ALICE)).isEqualTo(60);
        restart(few);
        assertThat(publicationsWith(ALICE)).isEqualTo(60);
        for (Publication each : all.subList(0, 10)) {
            bed.change(
                    each.presentity(), transaction -> transaction.publications().remove(each));
        }
        assertThat(publicationsWith(ALICE)).isEqualTo(50);
        assertThat(store.count(Countable.PUBLICATIONS)).isEqualTo(50);
    }

    private long publicationsWith(Aor presentity) {
        return bed.read(presentity, transaction -> transaction.publications().countInDomain());
    }

    private long subscriptionsWith(Aor presentity) {
        return bed.read(presentity, transaction -> transaction.subscriptions().countInDomain());
    }

    @Test
    void onlyWatchedIsTakenBackWithAWriteThatIsLost() {
        save(subscription("s1", ALICE));
        store.failAll(true);
        assertThat(catchThrowable(() -> save(publication("p1", ALICE)))).isNotNull();
        assertThat(catchThrowable(() -> save(subscription("s2", BOB)))).isNotNull();
        store.failAll(false);
        publications(ALICE);
        publications(BOB);
        bed.settle();
        assertThat(onlyWatched()).isEqualTo(1);
        bed.change(ALICE, transaction -> transaction.subscriptions().remove(subscription("s1", ALICE)));
        assertThat(onlyWatched()).isZero();
    }

    @Test
    void onlyAFirstSubscriptionToWhomNobodyElseKnowsMakesOneMore() {
        save(subscription("s1", ALICE));
        save(publication("p1", BOB));
        assertThat(joining(ALICE)).isZero();
        assertThat(joining(BOB)).isZero();
        Aor carol = Aor.parse("sip:carol@example.org");
        assertThat(joining(carol)).isEqualTo(1);
        assertThat(isKnown(carol)).isFalse();
        assertThat(isKnown(BOB)).isTrue();
        bed.change(carol, transaction -> transaction.documents().save(document(carol, "index", "<a/>")));
        assertThat(isKnown(carol)).isTrue();
        assertThat(isKnown(Aor.parse("sip:dave@example.org"))).isFalse();
        bed.settle();
        assertThat(bed.presentities.gauges())
                .containsEntry("presentities_in_memory", 3L); // those who were asked for are not
    }

    private long onlyWatched() {
        return bed.presentities.gauges().get("presentities_only_watched");
    }

    private long joining(Aor presentity) {
        return bed.read(presentity, transaction -> transaction.subscriptions().countOnlyWatched());
    }

    private boolean isKnown(Aor presentity) {
        return bed.read(presentity, transaction -> transaction.subscriptions().isPresentityKnown());
    }

    private int countOf(Aor watcher) {
        return bed.read(ALICE, transaction -> transaction.subscriptions().countAtMost(watcher));
    }

    @Test
    void numbersRiseOverEvictionAndOverARestart() {
        Limits few = new Limits(2, true, false);
        restart(few);
        Subscription subscription = subscription("s1", ALICE);
        save(subscription);
        long last = 0;
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 60; i++) {
                long next = number(subscription);
                assertThat(next).isGreaterThan(last);
                last = next;
            }
            if (round % 3 == 2) {
                restart(few);
            } else { // others push it out
                for (int i = 0; i < 20; i++) {
                    publications(Aor.parse("sip:other" + round + '.' + i + "@example.org"));
                }
                bed.settle();
            }
        }
        assertThat(last).as("numbers are not wasted without end").isLessThan(12 * (60 + 100));
    }

    private long number(Subscription subscription) {
        OptionalLong next = bed.read(
                ALICE, transaction -> transaction.numbering(subscription.id()).next());
        if (next.isEmpty()) {
            bed.change(ALICE, transaction -> transaction.reserve(subscription));
            next = bed.read(
                    ALICE,
                    transaction -> transaction.numbering(subscription.id()).next());
        }
        return next.orElseThrow();
    }

    private CompletableFuture<List<Publication>> publicationsAfterReload() {
        return bed.presentities.reload(
                ALICE, transaction -> transaction.publications().publications(EventName.PRESENCE));
    }

    private static Publication expiring(Instant received, long milliseconds) {
        Publication hour = publication("p1", ALICE);
        return new Publication(
                hour.id(),
                ALICE,
                hour.event(),
                hour.entityTag(),
                received,
                received.plusMillis(milliseconds),
                hour.body(),
                "");
    }

    @Test
    void whatWasChangedFromOutsideIsSeenAfterRereading() {
        save(publication("p1", ALICE));
        Publication changed = modified(publication("p1", ALICE), "outside", NOON);
        store.write(List.of(new Write.SavePublication(changed)));
        assertThat(publications(ALICE)).containsExactly(publication("p1", ALICE));
        assertThat(TestBed.get(publicationsAfterReload())).containsExactly(changed);
    }

    @Test
    void whatIsNowhereElseIsNotForgottenForRereading() {
        restartWithoutDatabase(10);
        save(publication("p1", ALICE));
        assertThat(TestBed.get(publicationsAfterReload())).containsExactly(publication("p1", ALICE));
    }

    @Test
    void rereadingWaitsForWhatIsNotYetCommitted() {
        store.holdWrites();
        bed.presentities.execute(
                ALICE, transaction -> transaction.publications().save(publication("p1", ALICE)));
        CompletableFuture<List<Publication>> seen = publicationsAfterReload();
        bed.lanes.flush();
        assertThat(seen).isNotDone();
        store.releaseWrites();
        assertThat(TestBed.get(seen)).containsExactly(publication("p1", ALICE));
    }

    @Test
    void whatExpiresIsWokenAndGoneInTime() {
        bed.close();
        Clock real = Clock.systemUTC();
        bed = TestBed.plan().store(store).clock(real).start();
        Publication brief = expiring(real.instant(), 300);
        save(brief);
        assertThat(publications(ALICE)).hasSize(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> publications(ALICE).isEmpty());
        bed.settle();
        assertThat(store.count().publications()).isZero();
    }

    @Test
    void whatExpiresIsWokenAfterARestart() {
        Clock real = Clock.systemUTC();
        Publication brief = expiring(real.instant(), 400);
        store.write(List.of(new Write.SavePresentity(ALICE), new Write.SavePublication(brief)));
        bed.close();
        bed = TestBed.plan().store(store).clock(real).start();
        await().atMost(Duration.ofSeconds(10)).until(() -> store.count().publications() == 0);
    }

    @Test
    void aRequestIsFinishedThoughTheTimersAreClosed() {
        bed.presentities.close();
        save(publication("p1", ALICE));
        assertThat(store.load(ALICE).orElseThrow().publications()).hasSize(1);
    }
}
