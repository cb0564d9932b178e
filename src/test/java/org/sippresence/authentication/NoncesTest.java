package org.sippresence.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;

final class NoncesTest {

    private static final String REALM = "example.org";

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final int ROOM = 1_000;

    private final MutableClock clock = new MutableClock(Fixtures.NOON);
    private final Nonces nonces = nonces(ROOM);

    private Nonces nonces(int capacity) {
        return new Nonces(clock, Duration.ofSeconds(60), capacity);
    }

    private boolean use(String nonce, long number) {
        return use(nonces, nonce, number);
    }

    private static boolean use(Nonces nonces, String nonce, long number) {
        return nonces.read(nonce, REALM)
                .map(read -> nonces.use(read, ALICE, number))
                .orElse(false);
    }

    @Test
    void eachNumberCountsOnce() {
        String nonce = nonces.create(REALM);
        assertThat(use(nonce, 1)).isTrue();
        assertThat(use(nonce, 1)).isFalse();
        assertThat(use(nonce, 2)).isTrue();
        assertThat(use(nonce, 1)).isFalse();
        assertThat(use(nonce, 0)).isFalse();
        assertThat(use(nonces.create(REALM), 0)).isFalse();
    }

    @Test
    void aNonceEndsWithItsTime() {
        String nonce = nonces.create(REALM);
        clock.advanceSeconds(59);
        assertThat(use(nonce, 1)).isTrue();
        clock.advanceSeconds(1);
        assertThat(use(nonce, 2)).isFalse();
    }

    @Test
    void thoseInUseAreCountedUntilTheyExpire() {
        String unused = nonces.create(REALM);
        assertThat(nonces.size()).isZero();
        for (int i = 0; i < 40; i++) {
            String nonce = nonces.create(REALM);
            assertThat(use(nonce, 1)).isTrue();
            assertThat(use(nonce, 2)).isTrue();
            clock.advance(Duration.ofMillis(500));
        }
        assertThat(nonces.size()).isEqualTo(40);
        clock.advanceSeconds(39);
        assertThat(nonces.size()).isEqualTo(40);
        clock.advanceSeconds(40);
        assertThat(nonces.size()).isZero();
        assertThat(use(unused, 1)).isFalse();
    }

    @Test
    void itIsUsedByItsFirstUserOnly() {
        Nonce nonce = nonces.read(nonces.create(REALM), REALM).orElseThrow();
        Aor bob = Aor.parse("sip:bob@example.org");
        assertThat(nonces.isUsedBy(nonce, ALICE)).isFalse();
        assertThat(nonces.use(nonce, ALICE, 1)).isTrue();
        assertThat(nonces.isUsedBy(nonce, ALICE)).isTrue();
        assertThat(nonces.isUsedBy(nonce, bob)).isFalse();
        assertThat(nonces.use(nonce, bob, 2)).isFalse();
        assertThat(nonces.use(nonce, ALICE, 2)).isTrue();
    }

    @Test
    void usersWithTheSameHashCodeAreToldApart() {
        Aor one = Aor.parse("sip:Aa@example.org");
        Aor other = Aor.parse("sip:BB@example.org");
        assertThat(one.uri()).hasSameHashCodeAs(other.uri());
        Nonce nonce = nonces.read(nonces.create(REALM), REALM).orElseThrow();
        assertThat(nonces.use(nonce, one, 1)).isTrue();
        assertThat(nonces.isUsedBy(nonce, one)).isTrue();
        assertThat(nonces.isUsedBy(nonce, other)).isFalse();
        assertThat(nonces.use(nonce, other, 2)).isFalse();
    }

    @Test
    void onlyOurOwnCountAndOnlyInTheirRealm() {
        assertThat(use(nonces.create("example.net"), 1)).isFalse();
        assertThat(use(nonces(ROOM).create(REALM), 1)).isFalse();
        for (String forged :
                List.of("", "AAAA", "no base64!", "A".repeat(43), "\u00e9".repeat(43), nonces.create(REALM) + "AAAA")) {
            assertThat(use(forged, 1)).as(forged).isFalse();
        }
        String nonce = nonces.create(REALM);
        for (int i = 0; i < nonce.length() - 1; i++) {
            char other = nonce.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(use(nonce.substring(0, i) + other + nonce.substring(i + 1), 1))
                    .as("another character at " + i)
                    .isFalse();
        }
    }

    @Test
    void requestsMayOvertakeEachOtherButNoneCountsTwice() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String nonce = nonces.create(REALM);
        List<Integer> numbers = new ArrayList<>(
                IntStream.rangeClosed(2, 121).map(twice -> twice / 2).boxed().toList());
        Collections.shuffle(numbers, random);
        Set<Integer> taken = new HashSet<>();
        for (int number : numbers) {
            assertThat(use(nonce, number)).as("seed " + seed).isEqualTo(taken.add(number));
        }
        assertThat(use(nonce, 200)).isTrue();
        assertThat(use(nonce, 61)).as("too far behind to be known").isFalse();
        assertThat(use(nonce, 0xFFFFFFFFL)).isTrue();
        assertThat(use(nonce, 0xFFFFFFFFL)).isFalse();
        assertThat(use(nonce, 0xFFFFFFF0L)).isTrue();
    }

    @Test
    void manyNoncesKeepTheirCountsApart() {
        List<String> made = new ArrayList<>();
        Nonces many = nonces(100_000);
        for (int i = 0; i < 20_000; i++) {
            made.add(many.create(REALM));
            clock.advance(Duration.ofMillis(2)); // over several tables
        }
        for (int number = 1; number <= 2; number++) {
            for (String each : made) {
                assertThat(use(many, each, number)).isTrue();
                assertThat(use(many, each, number)).isFalse();
            }
        }
    }

    @Test
    void aNonceThatHadToBeForgottenCountsAsTooOldAndNewOnesAreTaken() {
        Nonces few = nonces(16);
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String nonce = few.create(REALM);
            assertThat(use(few, nonce, 1)).as("use %s", i).isTrue();
            taken.add(nonce);
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(taken).noneMatch(each -> use(few, each, 1));
        assertThat(taken.stream().filter(each -> use(few, each, 2)).count())
                .as("those that are still known")
                .isBetween(1L, 16L);
    }

    @Test
    void nothingIsForgottenEarlyWhereTimeMadeRoom() {
        Nonces few = nonces(32); // two for each lock
        for (int minute = 0; minute < 100; minute++) {
            String early = few.create(REALM);
            assertThat(use(few, early, 1)).isTrue();
            clock.advanceSeconds(59);
            assertThat(use(few, early, 2)).isTrue();
            clock.advanceSeconds(31);
        }
    }
}
