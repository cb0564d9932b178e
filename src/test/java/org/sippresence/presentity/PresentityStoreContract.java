package org.sippresence.presentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.BOB;
import static org.sippresence.presentity.StoredFixtures.NOON;
import static org.sippresence.presentity.StoredFixtures.binding;
import static org.sippresence.presentity.StoredFixtures.counters;
import static org.sippresence.presentity.StoredFixtures.document;
import static org.sippresence.presentity.StoredFixtures.modified;
import static org.sippresence.presentity.StoredFixtures.publication;
import static org.sippresence.presentity.StoredFixtures.subscription;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.Flow;
import org.sippresence.model.MediaType;
import org.sippresence.model.RemoteTarget;
import org.sippresence.presentity.PresentityStore.Cleaned;
import org.sippresence.presentity.PresentityStore.Counts;
import org.sippresence.presentity.PresentityStore.Listing;
import org.sippresence.presentity.StoredPresentity.Watched;
import org.sippresence.presentity.Write.RemoveBinding;
import org.sippresence.presentity.Write.RemoveDocument;
import org.sippresence.presentity.Write.RemoveMark;
import org.sippresence.presentity.Write.RemovePublication;
import org.sippresence.presentity.Write.RemoveSubscription;
import org.sippresence.presentity.Write.SaveBinding;
import org.sippresence.presentity.Write.SaveChange;
import org.sippresence.presentity.Write.SaveDecision;
import org.sippresence.presentity.Write.SaveDocument;
import org.sippresence.presentity.Write.SaveMark;
import org.sippresence.presentity.Write.SavePresentity;
import org.sippresence.presentity.Write.SavePublication;
import org.sippresence.presentity.Write.SaveSubscription;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;
import org.sippresence.registration.BindingSource;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Subscription.Preferences;
import org.sippresence.subscription.SubscriptionState;

/** What every {@link PresentityStore} does. */
public interface PresentityStoreContract extends OfflineWatcherContract {

    private static SaveSubscription save(Subscription subscription) {
        return new SaveSubscription(subscription, counters(1, 0), 0);
    }

    @Test
    default void whatIsWrittenIsLoaded() {
        Publication publication = publication("p1", ALICE);
        Subscription subscription = subscription("s1", ALICE);
        write(
                new SavePresentity(ALICE),
                new SavePublication(publication),
                new SaveSubscription(subscription, counters(100, 50), 0));
        assertThat(store().load(ALICE))
                .contains(new StoredPresentity(
                        List.of(publication), List.of(new Watched(subscription, counters(100, 50))), List.of()));
    }

    @Test
    default void contactsAreLoadedInTheOrderInWhichTheyWereRegistered() {
        Binding first = binding("z", ALICE, "sip:alice@192.0.2.1:5070;transport=tcp");
        Binding plain = new Binding(
                "a",
                ALICE,
                "xmpp:alice@im.example.org",
                OptionalInt.empty(),
                NOON.plusSeconds(1),
                NOON.plusSeconds(60),
                Binding.Claim.of(BindingSource.REST),
                new Binding.Outbound(
                        "",
                        0,
                        List.of(),
                        "",
                        new Flow(
                                "tcp",
                                "192.0.2.9:5060",
                                Optional.of(new InetSocketAddress("198.51.100.7", 40_213)),
                                7)));
        write(new SavePresentity(ALICE), new SaveBinding(first, 0), new SaveBinding(plain, 0));
        assertThat(store().load(ALICE)).contains(new StoredPresentity(List.of(), List.of(), List.of(first, plain)));
        Map<Aor, StoredPresentity> all = new HashMap<>();
        store().loadAll(10, all::put);
        assertThat(all).isEqualTo(Map.of(ALICE, new StoredPresentity(List.of(), List.of(), List.of(first, plain))));
        Map<Aor, Instant> deadlines = new HashMap<>();
        store().deadlines(deadlines::put);
        assertThat(deadlines).isEqualTo(Map.of(ALICE, NOON.plusSeconds(60)));
        assertThat(store().count()).isEqualTo(new Counts(1, 0, 0, 2));
    }

    @Test
    default void presentitiesThatAreOnlyWatchedAreCounted() {
        write(
                new SavePresentity(ALICE),
                new SaveSubscription(subscription("s1", ALICE), counters(100, 50), 0),
                new SaveSubscription(subscription("s2", ALICE), counters(100, 50), 0),
                new SavePresentity(BOB));
        assertThat(store().count(Countable.ONLY_WATCHED)).isEqualTo(1);
        assertThat(store().countByDomain(Countable.ONLY_WATCHED)).isEqualTo(Map.of(ALICE.domain(), 1L));
        write(new SaveSubscription(subscription("s3", BOB), counters(100, 50), 0));
        assertThat(store().count(Countable.ONLY_WATCHED)).isEqualTo(2);
        write(new SavePublication(publication("p1", ALICE)));
        assertThat(store().count(Countable.ONLY_WATCHED)).isEqualTo(1);
        write(new SaveBinding(binding("r1", BOB, "sip:bob@192.0.2.1"), 0));
        assertThat(store().count(Countable.ONLY_WATCHED)).isZero();
        assertThat(store().countByDomain(Countable.ONLY_WATCHED)).isEmpty();
    }

    @Test
    default void presentitiesThatAreOnlyWatchedAreCountedByTheirDomains() {
        List<Aor> watched = Stream.of(
                        "sip:a@one.example",
                        "sips:b@one.example",
                        "sip:one.example",
                        "sip:a@[2001:db8::1]",
                        "sip:[2001:db8::1]",
                        "tel:+15551234")
                .map(Aor::parse)
                .toList();
        for (Aor each : watched) {
            write(
                    new SavePresentity(each),
                    new SaveSubscription(subscription("to " + each, each), counters(100, 50), 0));
        }
        assertThat(store().countByDomain(Countable.ONLY_WATCHED))
                .isEqualTo(Map.of("one.example", 3L, "[2001:db8::1]", 2L, "", 1L));
    }

    @Test
    default void publicationsAndSubscriptionsAreCountedByTheDomainsOfTheirPresentities() {
        Aor other = Aor.parse("sips:bob@one.example");
        write(
                new SavePresentity(ALICE),
                new SavePublication(publication("p1", ALICE)),
                new SavePublication(publication("p2", ALICE)),
                new SaveSubscription(subscription("s1", ALICE), counters(100, 50), 0),
                new SavePresentity(other),
                new SavePublication(publication("p3", other)));
        assertThat(store().countByDomain(Countable.PUBLICATIONS))
                .isEqualTo(Map.of(ALICE.domain(), 2L, "one.example", 1L));
        assertThat(store().countByDomain(Countable.SUBSCRIPTIONS)).isEqualTo(Map.of(ALICE.domain(), 1L));
        assertThat(store().count(Countable.PUBLICATIONS)).isEqualTo(3);
        assertThat(store().count(Countable.SUBSCRIPTIONS)).isEqualTo(1);
    }

    @Test
    default void whoeverIsAboveTheMarkOrListedLags() {
        assertThat(store().lagging()).isEqualTo(LaggingWatchers.NOBODY);
        Binding contact = binding("r1", ALICE, "sip:alice@192.0.2.1");
        write(new SavePresentity(ALICE), new SaveBinding(contact, 7));
        assertThat(store().lagging()).isEqualTo(new LaggingWatchers(0, 7, Set.of(), Set.of(ALICE), Set.of(), Map.of()));
        write(new SaveMark(Acknowledgements.ALL, 7), new SaveMark("s1", 5), new SaveChange(ALICE, 7, 9));
        assertThat(store().lagging())
                .isEqualTo(new LaggingWatchers(7, 9, Set.of("s1"), Set.of(), Set.of(ALICE), Map.of()));
        write(new RemoveMark("s1"), new SaveMark(Acknowledgements.ALL, 9));
        assertThat(store().lagging()).isEqualTo(new LaggingWatchers(9, 9, Set.of(), Set.of(), Set.of(), Map.of()));
    }

    @Test
    default void aRefreshedContactReplacesAndARemovedOneIsGone() {
        Binding first = binding("r1", ALICE, "sip:alice@192.0.2.1");
        Binding again = new Binding(
                "r1",
                ALICE,
                "sip:alice@192.0.2.1",
                OptionalInt.of(0),
                NOON,
                NOON.plusSeconds(9000),
                new Binding.Claim(BindingSource.THIRD_PARTY, "other", 2, ""),
                Binding.Outbound.DIRECT);
        write(new SavePresentity(ALICE), new SaveBinding(first, 0));
        write(new SaveBinding(first, 0), new SaveBinding(again, 0));
        assertThat(store().load(ALICE).orElseThrow().bindings()).containsExactly(again);
        write(new SaveBinding(first, 0), new RemoveBinding(first));
        assertThat(store().load(ALICE)).contains(new StoredPresentity(List.of(), List.of(), List.of()));
    }

    @Test
    default void contactsKeepAPresentityAndAreLeftToItsLaneForAMonth() {
        write(new SavePresentity(ALICE, "jabber"), new SaveBinding(binding("r1", ALICE, "sip:a@192.0.2.1"), 0));
        Duration month = Duration.ofDays(30);
        assertThat(store().clean(NOON.plusSeconds(1800).plus(month))).isEqualTo(new Cleaned(0, 0, 0, 0));
        assertThat(store().clean(NOON.plusSeconds(1801).plus(month))).isEqualTo(new Cleaned(0, 0, 1, 1));
        assertThat(store().load(ALICE)).isEmpty();
    }

    @Test
    default void documentsAreKeptForEachOwnerInTheirOrder() {
        StoredDocument index = document(ALICE, "index", "<\u00e4/>");
        StoredDocument other = document(ALICE, "friends/Index", "<b/>");
        StoredDocument global = document(DocumentKey.GLOBAL, "index", "<c/>");
        write(new SaveDocument(index), new SaveDocument(other), new SaveDocument(global));
        assertThat(store().hasDocuments()).isTrue();
        assertThat(store().documents(ALICE)).containsExactly(other, index);
        assertThat(store().documents(DocumentKey.GLOBAL)).containsExactly(global);
        assertThat(store().documents(BOB)).isEmpty();
        assertThat(store().load(ALICE)).isEmpty();
    }

    @Test
    default void theLastWriteOfADocumentCounts() {
        StoredDocument first = document(ALICE, "index", "<a/>");
        StoredDocument second = document(ALICE, "index", "<b/>");
        write(new SaveDocument(first));
        write(new RemoveDocument(first.key()), new SaveDocument(second));
        assertThat(store().documents(ALICE)).containsExactly(second);
        write(new SaveDocument(first), new RemoveDocument(first.key()));
        assertThat(store().documents(ALICE)).isEmpty();
        assertThat(store().hasDocuments()).isFalse();
    }

    @Test
    default void documentsOutliveTheSweep() {
        StoredDocument index = document(ALICE, "index", "<a/>");
        write(new SavePresentity(ALICE), new SaveDocument(index));
        assertThat(store().clean(NOON.plusSeconds(9999)).presentities()).isEqualTo(1);
        assertThat(store().documents(ALICE)).containsExactly(index);
    }

    @Test
    default void aPresentityThatWasNeverSavedIsUnknown() {
        assertThat(store().load(ALICE)).isEmpty();
    }

    @Test
    default void aPresentityWithNothingIsKnown() {
        write(new SavePresentity(ALICE));
        assertThat(store().load(ALICE)).contains(new StoredPresentity(List.of(), List.of(), List.of()));
    }

    @Test
    default void nothingToWriteIsNoError() {
        write();
        assertThat(store().count()).isEqualTo(new Counts(0, 0, 0, 0));
    }

    @Test
    default void writingTwiceReplaces() {
        Publication first = publication("p1", ALICE);
        Publication second = modified(first, "second", NOON.plusSeconds(60));
        Subscription before = subscription("s1", ALICE);
        Subscription after = before.refreshed(
                before.dialog()
                        .refreshed(
                                RemoteTarget.at("sip:bob@192.0.2.77"),
                                new Flow(
                                        "udp",
                                        "[2001:db8:0:0:0:0:0:9]:5060",
                                        Optional.of(new InetSocketAddress("2001:db8::7", 65_535)),
                                        0),
                                9),
                new Preferences(new MediaType("a", "b"), Optional.empty(), Map.of()),
                NOON.plusSeconds(9999));
        write(new SavePresentity(ALICE), new SavePublication(first), new SaveSubscription(before, counters(1, 1), 0));
        write(
                new SavePresentity(ALICE),
                new SavePublication(second),
                new SaveSubscription(after, counters(200, 201), 0));
        assertThat(store().load(ALICE))
                .contains(new StoredPresentity(
                        List.of(second), List.of(new Watched(after, counters(200, 201))), List.of()));
        assertThat(store().count()).isEqualTo(new Counts(1, 1, 1, 0));
    }

    @Test
    default void ofSeveralWritesOfARowTheLastCounts() {
        Publication first = publication("p1", ALICE);
        Publication last = modified(first, "last", NOON.plusSeconds(2));
        write(
                new SavePresentity(ALICE),
                new SavePublication(first),
                new SavePublication(modified(first, "between", NOON.plusSeconds(1))),
                new SavePublication(last),
                save(subscription("s1", ALICE)),
                new SaveSubscription(subscription("s1", ALICE), counters(2, 0), 0));
        assertThat(store().load(ALICE).orElseThrow().publications()).containsExactly(last);
        assertThat(store().load(ALICE).orElseThrow().subscriptions())
                .extracting(Watched::counters)
                .containsExactly(counters(2, 0));
    }

    @Test
    default void whatIsRemovedAfterItWasSavedInTheSameGroupIsGone() {
        Publication publication = publication("p1", ALICE);
        Subscription subscription = subscription("s1", ALICE);
        write(
                new SavePresentity(ALICE),
                new SavePublication(publication),
                new RemovePublication(publication),
                save(subscription),
                new RemoveSubscription(subscription));
        assertThat(store().load(ALICE)).contains(new StoredPresentity(List.of(), List.of(), List.of()));
    }

    @Test
    default void whatIsSavedAfterItWasRemovedInTheSameGroupIsThere() {
        Publication publication = publication("p1", ALICE);
        Subscription subscription = subscription("s1", ALICE);
        write(new SavePublication(publication), save(subscription));
        Publication again = modified(publication, "again", NOON.plusSeconds(5));
        write(
                new RemovePublication(publication),
                new RemoveSubscription(subscription),
                new SavePublication(again),
                new SaveSubscription(subscription, counters(7, 0), 0));
        assertThat(store().load(ALICE))
                .contains(new StoredPresentity(
                        List.of(again), List.of(new Watched(subscription, counters(7, 0))), List.of()));
    }

    @Test
    default void aNewSubscriptionMayTakeOverTheDialogOfOneThatEndsInTheSameGroup() {
        Subscription old = subscription("s1", ALICE);
        Subscription heir = new Subscription(
                "s2", ALICE, old.event(), old.watcher(), old.dialog(), old.state(), old.preferences(), old.lifecycle());
        write(save(old));
        write(new SaveSubscription(heir, counters(2, 0), 0), new RemoveSubscription(old));
        assertThat(store().load(ALICE).orElseThrow().subscriptions())
                .containsExactly(new Watched(heir, counters(2, 0)));
    }

    @Test
    default void removingWhatIsNotThereIsNoError() {
        write(new RemovePublication(publication("p1", ALICE)), new RemoveSubscription(subscription("s1", ALICE)));
        assertThat(store().count()).isEqualTo(new Counts(0, 0, 0, 0));
    }

    @Test
    default void publicationsComeInTheOrderOfTheirFirstBody() {
        Publication first = publication("z", ALICE);
        Publication second = modified(publication("a", ALICE), "a", NOON.plusSeconds(1));
        Publication firstModified = modified(first, "later", NOON.plusSeconds(30));
        write(new SavePublication(first));
        write(new SavePublication(second));
        write(new SavePublication(firstModified));
        assertThat(store().load(ALICE).orElseThrow().publications()).containsExactly(firstModified, second);
    }

    /** Of a microsecond as of an hour: ids and times of whole seconds say something else. */
    @Test
    default void ordersAndTimesSurviveWhereFractionsOfSecondsDoNot() {
        Instant whole = Instant.parse("2026-11-22T12:00:00Z");
        List<Publication> publications = new ArrayList<>();
        List<Binding> bindings = new ArrayList<>();
        List<Write> writes = new ArrayList<>(List.of(new SavePresentity(ALICE)));
        for (int i = 1; i <= 5; i++) {
            Instant time = whole.plusNanos(1000L * i);
            publications.add(publication("n" + (9 - i), ALICE).receivedAt(time));
            bindings.add(binding("b" + (9 - i), ALICE, "sip:alice@192.0.2." + i).since(time));
        }
        publications.forEach(each -> writes.add(new SavePublication(each)));
        bindings.forEach(each -> writes.add(new SaveBinding(each, 0)));
        Subscription subscription = subscription("s1", ALICE);
        writes.add(new SaveSubscription(subscription, counters(1, 1), 0));
        store().write(writes);
        StoredPresentity expected =
                new StoredPresentity(publications, List.of(new Watched(subscription, counters(1, 1))), bindings);
        assertThat(store().load(ALICE)).contains(expected);
        Map<Aor, StoredPresentity> all = new HashMap<>();
        store().loadAll(10, all::put);
        assertThat(all).isEqualTo(Map.of(ALICE, expected));

        Publication changed = modified(publications.get(0), "e9", whole).receivedAt(whole.plusNanos(9000));
        write(new SavePublication(changed));
        publications.set(0, changed);
        assertThat(store().load(ALICE).orElseThrow().publications()).isEqualTo(publications);
    }

    @Test
    default void everyStateOfASubscriptionIsKept() {
        List<SubscriptionState> states = List.of(
                new SubscriptionState.Pending(),
                new SubscriptionState.Active(),
                new SubscriptionState.Waiting(),
                new SubscriptionState.Terminated("rejected", false),
                new SubscriptionState.Terminated("timeout", true));
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            writes.add(new SaveSubscription(subscription("s" + i, ALICE, states.get(i)), counters(i, 0), 0));
        }
        store().write(writes);
        assertThat(store().load(ALICE).orElseThrow().subscriptions())
                .extracting(watched -> watched.subscription().state())
                .containsExactlyElementsOf(states);
    }

    @Test
    default void textBeyondTheBasicPlaneAndBinaryBodiesArePreserved() {
        Aor unicode = Aor.parse("sip:\u00fcber\u4e16\ud83d\ude80@example.org");
        byte[] bytes = new byte[256];
        IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) i);
        Publication text = publication("p1", unicode, "<note>\u4e16\u754c \ud83d\ude80 \u0000</note>");
        Publication binary = new Publication(
                "p2",
                unicode,
                text.event(),
                text.entityTag(),
                NOON.plusMillis(1),
                text.expires(),
                Body.of(new MediaType("application", "octet-stream"), bytes),
                "");
        write(
                new SavePresentity(unicode),
                new SavePublication(text),
                new SavePublication(binary),
                save(subscription("s1", unicode)));
        assertThat(store().load(unicode))
                .contains(new StoredPresentity(
                        List.of(text, binary),
                        List.of(new Watched(subscription("s1", unicode), counters(1, 0))),
                        List.of()));
    }

    @Test
    default void urisThatDifferOnlyInCaseAreDifferent() {
        Aor upper = Aor.parse("sip:ALICE@example.org");
        write(
                new SavePresentity(ALICE),
                new SavePresentity(upper),
                new SavePublication(publication("p", ALICE)),
                new SavePublication(publication("P", upper)));
        assertThat(store().count()).isEqualTo(new Counts(2, 2, 0, 0));
        assertThat(store().load(upper).orElseThrow().publications()).containsExactly(publication("P", upper));
    }

    @Test
    default void aBodyOfSixtyKilobytesIsKept() {
        String body = "<note>" + "\u00e9".repeat(30_000) + "</note>";
        write(new SavePublication(publication("p1", ALICE, body)));
        assertThat(store().load(ALICE)
                        .orElseThrow()
                        .publications()
                        .get(0)
                        .body()
                        .text())
                .isEqualTo(body);
    }

    @Test
    default void aSubscriptionIsFoundByItsDialogAndByItsId() {
        Subscription subscription = subscription("s1", ALICE);
        DialogId dialog = subscription.dialog().id();
        write(save(subscription), save(subscription("s2", BOB)));
        assertThat(store().locate(dialog)).contains(ALICE);
        assertThat(store().locate("s1")).contains(ALICE);
        assertThat(store().locate(new DialogId(dialog.callId(), dialog.remoteTag(), dialog.localTag())))
                .isEmpty();
        assertThat(store().locate("s3")).isEmpty();
    }

    @Test
    default void aDialogMayHaveALongCallId() {
        Subscription usual = subscription("s1", ALICE);
        String callId = "c".repeat(1000);
        DialogId dialog = new DialogId(
                callId, usual.dialog().id().localTag(), usual.dialog().id().remoteTag());
        DialogId other = new DialogId(callId + 'd', dialog.localTag(), dialog.remoteTag());
        write(save(within(usual, dialog)), save(within(subscription("s2", BOB), other)));
        assertThat(store().locate(dialog)).contains(ALICE);
        assertThat(store().locate(other)).contains(BOB);
    }

    private static Subscription within(Subscription subscription, DialogId id) {
        Dialog dialog = subscription.dialog();
        return new Subscription(
                subscription.id(),
                subscription.presentity(),
                subscription.event(),
                subscription.watcher(),
                new Dialog(
                        id,
                        dialog.localUri(),
                        dialog.remoteUri(),
                        dialog.target(),
                        dialog.routeSet(),
                        dialog.localContact(),
                        dialog.flow(),
                        dialog.remoteCSeq()),
                subscription.state(),
                subscription.preferences(),
                subscription.lifecycle());
    }

    @Test
    default void decisionsMayBeSavedAgain() {
        write(new SaveDecision(subscription("s1", ALICE, new SubscriptionState.Pending())));
        write(new SaveDecision(subscription("s2", ALICE)), new SaveDecision(subscription("s3", ALICE)));
        assertThat(store().count()).isEqualTo(new Counts(0, 0, 0, 0));
    }

    @Test
    default void whatHasExpiredIsCleanedAndWhoHasNothingLeft() {
        write(
                new SavePresentity(ALICE),
                new SavePresentity(BOB),
                new SavePublication(publication("p1", ALICE)),
                new SavePublication(publication("p2", BOB)),
                save(subscription("s1", ALICE)));
        assertThat(store().clean(NOON.plusSeconds(3600))).isEqualTo(new Cleaned(0, 0, 0, 0));
        assertThat(store().clean(NOON.plusSeconds(3601))).isEqualTo(new Cleaned(1, 0, 1, 0));
        assertThat(store().load(BOB)).isEmpty();
        assertThat(store().load(ALICE).orElseThrow().publications())
                .as("its watcher is to be told")
                .hasSize(1);
        assertThat(store().clean(NOON.plusSeconds(9999))).isEqualTo(new Cleaned(1, 1, 1, 0));
        assertThat(store().count()).isEqualTo(new Counts(0, 0, 0, 0));
    }

    @Test
    default void whoIsPendingIsNotCleanedButLeftToTheLane() {
        write(
                new SavePresentity(ALICE),
                save(subscription("s1", ALICE, new SubscriptionState.Pending())),
                save(subscription("s2", ALICE, new SubscriptionState.Waiting())));
        assertThat(store().clean(NOON.plusSeconds(9999))).isEqualTo(new Cleaned(0, 1, 0, 0));
        assertThat(store().clean(NOON.plusSeconds(31L * 86_400))).isEqualTo(new Cleaned(0, 1, 1, 0));
    }

    @Test
    default void deadlinesAreTheEarliestOfEachPresentity() {
        write(
                new SavePresentity(ALICE),
                new SavePresentity(BOB),
                new SavePresentity(Aor.parse("sip:idle@example.org")),
                new SavePublication(publication("p1", ALICE)),
                new SavePublication(modified(publication("p2", ALICE), "x", NOON.plusSeconds(1))),
                save(subscription("s1", ALICE)),
                save(subscription("s2", BOB)));
        Map<Aor, Instant> deadlines = new HashMap<>();
        store().deadlines((presentity, first) ->
                assertThat(deadlines.put(presentity, first)).isNull());
        assertThat(deadlines).isEqualTo(Map.of(ALICE, NOON.plusSeconds(3600), BOB, NOON.plusSeconds(7200)));
    }

    @Test
    default void presentitiesAreListedInTheOrderOfTheirUrisPageByPage() {
        List<Aor> all = IntStream.range(0, 30)
                .mapToObj(i -> Aor.parse("sip:user" + (10 + i) + "@example.org"))
                .toList();
        store().write(all.stream().<Write>map(SavePresentity::new).toList());
        List<Aor> first = store().presentities(new Listing("", "", 20));
        assertThat(first).isEqualTo(all.subList(0, 20));
        assertThat(store().presentities(new Listing("", first.get(19).uri(), 20)))
                .isEqualTo(all.subList(20, 30));
        assertThat(store().presentities(new Listing("r2", "", 100))).isEqualTo(all.subList(10, 20));
        assertThat(store().presentities(new Listing("%", "", 100))).isEmpty();
    }

    @Test
    default void thePresentitiesOfOneDomainAreListedWithoutThoseOfOthers() {
        List<Aor> own = Stream.of("sip:example.org", "sip:a@example.org", "sip:b@example.org", "sips:c@example.org")
                .map(Aor::parse)
                .toList();
        List<Aor> others = Stream.of(
                        "sip:a@example.net", "sip:a@sub.example.org", "sip:a@notexample.org", "tel:+15551234")
                .map(Aor::parse)
                .toList();
        store().write(Stream.concat(own.stream(), others.stream())
                .<Write>map(SavePresentity::new)
                .toList());
        Optional<String> domain = Optional.of("example.org");
        assertThat(store().presentities(new Listing("", "", 100, domain)))
                .containsExactlyElementsOf(own.stream().sorted().toList());
        assertThat(store().presentities(new Listing("", "sip:a@example.org", 1, domain)))
                .containsExactly(own.get(2));
        assertThat(store().presentities(new Listing("a@", "", 100, domain))).containsExactly(own.get(1));
    }

    @Test
    default void tenThousandWritesInGroupsAreAllThere() {
        Random random = new Random(20261122);
        Map<String, Publication> expected = new HashMap<>();
        List<Write> group = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Aor presentity = Aor.parse("sip:u" + random.nextInt(600) + "@example.org");
            String id = presentity.user() + "-" + random.nextInt(3);
            Publication publication = modified(publication(id, presentity), "e" + i, NOON.plusMillis(i));
            if (random.nextInt(10) == 0) {
                group.add(new RemovePublication(publication));
                expected.remove(id);
            } else {
                group.add(new SavePresentity(presentity));
                group.add(new SavePublication(publication));
                expected.put(id, publication);
            }
            if (i % 256 == 255) {
                store().write(group);
                group.clear();
            }
        }
        store().write(group);
        Map<String, Publication> loaded = new HashMap<>();
        store().loadAll(
                        Integer.MAX_VALUE,
                        (presentity, snapshot) -> snapshot.publications()
                                .forEach(publication -> loaded.put(publication.id(), publication)));
        assertThat(loaded).isEqualTo(expected);
    }

    @Test
    default void everyPresentityIsReadOnceWithAllThatIsStored() {
        List<Write> writes = new ArrayList<>();
        Map<Aor, StoredPresentity> expected = new HashMap<>();
        for (int i = 0; i < 1100; i++) { // more than two pages
            Aor presentity = Aor.parse("sip:p" + i + "@example.org");
            Subscription subscription = subscription("s" + i, presentity);
            writes.add(new SavePresentity(presentity));
            writes.add(new SaveSubscription(subscription, counters(i, 0), 0));
            expected.put(
                    presentity,
                    new StoredPresentity(List.of(), List.of(new Watched(subscription, counters(i, 0))), List.of()));
        }
        store().write(writes);
        Map<Aor, StoredPresentity> loaded = new HashMap<>();
        store().loadAll(2000, loaded::put);
        assertThat(loaded).isEqualTo(expected);
        List<Aor> visited = new ArrayList<>();
        store().forEach(visited::add);
        assertThat(visited).containsExactlyInAnyOrderElementsOf(expected.keySet());
        List<Aor> limited = new ArrayList<>();
        store().loadAll(600, (presentity, snapshot) -> limited.add(presentity));
        assertThat(limited).hasSize(600).doesNotHaveDuplicates();
    }

    @Test
    default void aStoreThatIsOpenAnswers() {
        store().ping();
    }
}
