package org.sippresence.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.NOON;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.matching;
import static org.sippresence.testkit.Fixtures.modify;
import static org.sippresence.testkit.Fixtures.publish;
import static org.sippresence.testkit.Fixtures.refresh;
import static org.sippresence.testkit.Fixtures.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sippresence.eventpackage.EtagPolicy;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Bound;
import org.sippresence.model.Bounds;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.ExpiresPolicy;
import org.sippresence.model.PerDomain;
import org.sippresence.model.Rejection;
import org.sippresence.publication.PublishCommand.Content;
import org.sippresence.publication.PublishOutcome.Accepted;
import org.sippresence.publication.PublishOutcome.Rejected;
import org.sippresence.settings.PublicationSettings;
import org.sippresence.settings.Settings;
import org.sippresence.testkit.TextPackage;

final class PublicationsTest {

    private static final Content UNUSABLE = new Content.Unusable(Rejection.of(415, "Unsupported Media Type"));

    private static final int MOST = 500;

    private final ListPublicationStore store = new ListPublicationStore();
    private Publications publications = with(600, 3600, 60, 0);

    private static Publications with(int initial, int max, int min, int offset) {
        return new Publications(
                new EventPackages(List.of(TextPackage.presence())),
                new PublicationSettings(new ExpiresPolicy(initial, max, min, offset), 65_536, false, "10"),
                new Bounds(Map.of(
                        Bound.PUBLICATIONS, PerDomain.same(MOST), Bound.TOTAL_PUBLICATIONS, PerDomain.same(2 * MOST))));
    }

    private Accepted accepted(PublishCommand command, Instant now) {
        PublishOutcome outcome = publications.publish(command, store, now);
        assertThat(outcome).isInstanceOf(Accepted.class);
        return (Accepted) outcome;
    }

    private Accepted accepted(PublishCommand command) {
        return accepted(command, NOON);
    }

    private Rejection rejected(PublishCommand command, Instant now) {
        List<Publication> before = store.all();
        PublishOutcome outcome = publications.publish(command, store, now);
        assertThat(outcome).isInstanceOf(Rejected.class);
        assertThat(store.all()).as("a rejected PUBLISH changes nothing").isEqualTo(before);
        return ((Rejected) outcome).rejection();
    }

    private int rejectedStatus(PublishCommand command) {
        return rejected(command, NOON).status();
    }

    private static PublishCommand initial(String body, int expires) {
        return initial(new Content.State(() -> text(body)), expires);
    }

    private static PublishCommand initial(Content content, int expires) {
        return publish(alice(), content, OptionalInt.of(expires));
    }

    @Test
    void initialPublishIsStoredWithItsTagAndLifetime() {
        Accepted accepted = accepted(initial("open", 120));
        assertThat(accepted.expires()).isEqualTo(120);
        assertThat(accepted.changed()).isTrue();
        Publication stored = store.only();
        assertThat(stored.entityTag()).isEqualTo(accepted.entityTag());
        assertThat(stored.expires()).isEqualTo(NOON.plusSeconds(120));
        assertThat(stored.received()).isEqualTo(NOON);
        assertThat(stored.body()).isEqualTo(text("open"));
    }

    @Test
    void aPackageMayKeepTheFirstTag() {
        publications = new Publications(
                new EventPackages(List.of(new TextPackage(EventName.PRESENCE, true, EtagPolicy.ONCE))),
                Settings.of(Map.of()).publication(),
                new Bounds(Map.of()));
        EntityTag tag = accepted(initial("open", 120)).entityTag();
        assertThat(accepted(modify(alice(), tag, "closed")).entityTag()).isEqualTo(tag);
        assertThat(accepted(refresh(alice(), tag, 60)).entityTag()).isEqualTo(tag);
        assertThat(store.only().body()).isEqualTo(text("closed"));
        assertThat(accepted(initial("open", 120)).entityTag()).isNotEqualTo(tag);
    }

    @Test
    void morePublicationsThanAllowedAre403AndRefreshesGoOn() {
        EntityTag tag = accepted(publish(alice(), "1")).entityTag();
        for (int i = 2; i <= MOST; i++) {
            accepted(publish(alice(), "more"));
        }
        assertThat(rejectedStatus(publish(alice(), "4"))).isEqualTo(403);
        tag = accepted(refresh(alice(), tag, 600)).entityTag();
        tag = accepted(modify(alice(), tag, "5")).entityTag();
        accepted(refresh(alice(), tag, 0));
        accepted(publish(alice(), "4"));
        accepted(publish(alice(), "6"), NOON.plusSeconds(601)); // the others have expired
    }

    @Test
    void morePublicationsOfAllThanAllowedAre503AndRefreshesGoOn() {
        store.elsewhere = 2 * MOST - 1;
        EntityTag tag = accepted(publish(alice(), "1")).entityTag();
        PublishOutcome outcome = publications.publish(publish(alice(), "2"), store, NOON);
        assertThat(outcome).isInstanceOf(Rejected.class);
        Rejection rejection = ((Rejected) outcome).rejection();
        assertThat(rejection.status()).isEqualTo(503);
        assertThat(rejection.headers()).containsKey("Retry-After");
        tag = accepted(modify(alice(), tag, "3")).entityTag();
        accepted(initial("a fetch leaves nothing", 0));
        accepted(refresh(alice(), tag, 0));
        accepted(publish(alice(), "4"));
    }

    @Test
    void withoutExpiresTheDefaultHolds() {
        assertThat(accepted(publish(alice(), "open")).expires()).isEqualTo(600);
        assertThat(store.only().expires()).isEqualTo(NOON.plusSeconds(600));
    }

    @Test
    void aLongerWishThanAllowedIsShortened() {
        assertThat(accepted(initial("open", Integer.MAX_VALUE)).expires()).isEqualTo(3600);
    }

    @Test
    void aShorterWishThanAllowedIsRejectedWith423() {
        Rejection rejection = rejected(initial("open", 59), NOON);
        assertThat(rejection.status()).isEqualTo(423);
        assertThat(rejection.headers()).isEqualTo(Map.of("Min-Expires", "60"));
        assertThat(accepted(initial("open", 60)).expires()).isEqualTo(60);
    }

    @Test
    void initialPublishWithoutBodyIsRejectedWith400() {
        assertThat(rejectedStatus(initial(new Content.None(), 120))).isEqualTo(400);
    }

    @Test
    void initialPublishThatExpiresAtOnceIsAcceptedAndNotStored() {
        Accepted accepted = accepted(initial("open", 0));
        assertThat(accepted.expires()).isZero();
        assertThat(accepted.changed()).isFalse();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void anUnusableBodyIsRejectedAfterTheIntervalWasFoundGood() {
        assertThat(rejectedStatus(initial(UNUSABLE, 10))).isEqualTo(423);
        assertThat(rejectedStatus(initial(UNUSABLE, 120))).isEqualTo(415);
    }

    @Test
    void anUnusableBodyIsRejectedAfterTheTagWasFoundGood() {
        EntityTag tag = accepted(publish(alice(), "open")).entityTag();
        assertThat(rejectedStatus(matching(initial(UNUSABLE, 120), new EntityTag("unknown"))))
                .isEqualTo(412);
        assertThat(rejectedStatus(matching(initial(UNUSABLE, 10), tag))).isEqualTo(423);
        assertThat(rejectedStatus(matching(initial(UNUSABLE, 120), tag))).isEqualTo(415);
    }

    @Test
    void refreshKeepsBodyAndTimeOfReceiptAndGivesANewTag() {
        EntityTag first = accepted(publish(alice(), "open")).entityTag();
        Publication before = store.only();
        Accepted refreshed = accepted(refresh(alice(), first, 900), NOON.plusSeconds(100));
        assertThat(refreshed.changed()).isFalse();
        assertThat(refreshed.expires()).isEqualTo(900);
        assertThat(refreshed.entityTag()).isNotEqualTo(first);
        assertThat(store.only())
                .isEqualTo(new Publication(
                        before.id(),
                        before.presentity(),
                        before.event(),
                        refreshed.entityTag(),
                        before.received(),
                        NOON.plusSeconds(1000),
                        before.body(),
                        before.sender()));
    }

    @Test
    void modifyReplacesTheBodyAndKeepsTheId() {
        EntityTag first = accepted(publish(alice(), "open")).entityTag();
        String id = store.only().id();
        Accepted modified = accepted(modify(alice(), first, "busy"), NOON.plusSeconds(5));
        assertThat(modified.changed()).isTrue();
        assertThat(modified.entityTag()).isNotEqualTo(first);
        assertThat(store.only().id()).isEqualTo(id);
        assertThat(store.only().body()).isEqualTo(text("busy"));
        assertThat(store.only().received()).isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void modifyWithTheSameBodyRefreshesAndChangesNothingToSee() {
        EntityTag first = accepted(publish(alice(), "open")).entityTag();
        Accepted modified = accepted(modify(alice(), first, "open"), NOON.plusSeconds(5));
        assertThat(modified.changed()).isFalse();
        assertThat(store.only().received()).isEqualTo(NOON);
        assertThat(store.only().expires()).isEqualTo(NOON.plusSeconds(605));
        assertThat(store.only().entityTag()).isEqualTo(modified.entityTag());
    }

    @Test
    void removeDeletesAndAnswersExpiresZero() {
        EntityTag tag = accepted(publish(alice(), "open")).entityTag();
        Accepted removed = accepted(refresh(alice(), tag, 0));
        assertThat(removed.expires()).isZero();
        assertThat(removed.changed()).isTrue();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void removeIgnoresABodyThatCannotBeUsed() {
        EntityTag tag = accepted(publish(alice(), "open")).entityTag();
        assertThat(accepted(matching(initial(UNUSABLE, 0), tag)).changed()).isTrue();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void unknownStaleAndExpiredTagsAreRejectedWith412() {
        EntityTag first = accepted(publish(alice(), "open")).entityTag();
        EntityTag second = accepted(refresh(alice(), first, 600)).entityTag();
        assertThat(rejectedStatus(refresh(alice(), new EntityTag("unknown"), 600)))
                .isEqualTo(412);
        assertThat(rejectedStatus(modify(alice(), first, "busy"))).isEqualTo(412);
        assertThat(rejectedStatus(refresh(alice(), first, 0))).isEqualTo(412);
        assertThat(rejected(refresh(alice(), second, 600), NOON.plusSeconds(600))
                        .status())
                .isEqualTo(412);
        assertThat(accepted(refresh(alice(), second, 600), NOON.plusMillis(599_999))
                        .expires())
                .isEqualTo(600);
    }

    @Test
    void aTagOfAnotherEventPackageIsRejectedWith412() {
        EntityTag tag = accepted(publish(alice(), "open")).entityTag();
        PublishCommand refresh = refresh(alice(), tag, 600);
        PublishCommand other = new PublishCommand(
                refresh.presentity(),
                new EventName("dialog"),
                refresh.ifMatch(),
                refresh.expires(),
                refresh.content(),
                refresh.sender());
        assertThat(rejectedStatus(other)).isEqualTo(412);
    }

    @Test
    void theShownExpiresIsLessByTheOffsetButNeverBelowOneSecond() {
        publications = with(600, 3600, 0, 30);
        EntityTag tag = accepted(initial("open", 120)).entityTag();
        assertThat(store.only().expires()).isEqualTo(NOON.plusSeconds(120));
        Accepted refreshed = accepted(refresh(alice(), tag, 100));
        assertThat(refreshed.expires()).isEqualTo(70);
        Accepted brief = accepted(refresh(alice(), refreshed.entityTag(), 10));
        assertThat(brief.expires()).isEqualTo(1);
        assertThat(accepted(refresh(alice(), brief.entityTag(), 0)).expires()).isZero();
    }

    @Test
    void twoPublishersHaveTwoPublications() {
        EntityTag desk = accepted(publish(alice(), "desk")).entityTag();
        EntityTag mobile = accepted(publish(alice(), "mobile")).entityTag();
        assertThat(accepted(refresh(alice(), desk, 0)).changed()).isTrue();
        assertThat(store.only().entityTag()).isEqualTo(mobile);
    }

    @Test
    void expireRemovesExactlyWhatIsOver() {
        EntityTag brief = accepted(initial("brief", 60)).entityTag();
        EntityTag longer = accepted(initial("longer", 61)).entityTag();
        assertThat(publications.expire(store, store.all(), NOON.plusMillis(59_999)))
                .isFalse();
        assertThat(publications.expire(store, store.all(), NOON.plusSeconds(60)))
                .isTrue();
        assertThat(store.only().entityTag()).isEqualTo(longer).isNotEqualTo(brief);
    }

    @Test
    void tenThousandTagsAreAllDifferent() {
        EntityTag tag = accepted(publish(alice(), "open")).entityTag();
        Set<EntityTag> seen = new HashSet<>(Set.of(tag));
        for (int i = 0; i < 10_000; i++) {
            tag = accepted(refresh(alice(), tag, 600)).entityTag();
            assertThat(seen.add(tag)).isTrue();
        }
    }

    @Test
    void inRandomSequencesOnlyTheNewestTagOfAPublicationIsGood() {
        long seed = 20261122;
        Random random = new Random(seed);
        List<EntityTag> live = new ArrayList<>();
        List<EntityTag> stale = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            if (live.isEmpty() || random.nextInt(8) == 0) {
                live.add(accepted(publish(alice(), "body " + i)).entityTag());
                continue;
            }
            EntityTag tag = live.remove(random.nextInt(live.size()));
            stale.add(tag);
            switch (random.nextInt(8)) {
                case 0 ->
                    assertThat(accepted(refresh(alice(), tag, 0)).changed()).isTrue();
                case 1, 2 ->
                    live.add(accepted(modify(alice(), tag, "body " + i)).entityTag());
                default -> live.add(accepted(refresh(alice(), tag, 600)).entityTag());
            }
            EntityTag old = stale.get(random.nextInt(stale.size()));
            assertThat(rejectedStatus(refresh(alice(), old, 600)))
                    .as("seed %d step %d", seed, i)
                    .isEqualTo(412);
            assertThat(store.all())
                    .extracting(Publication::entityTag)
                    .as("seed %d step %d", seed, i)
                    .containsExactlyInAnyOrderElementsOf(live);
        }
    }
}
