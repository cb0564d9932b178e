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
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;

final class NoncesTest {

    private static final String REALM = "example.org";

    private final MutableClock clock = new MutableClock(Fixtures.NOON);
    private final Nonces nonces = new Nonces(clock, Duration.ofSeconds(60), 3);

    @Test
    void eachNumberCountsOnce() {
        String nonce = nonces.create(REALM);
        assertThat(nonces.use(nonce, REALM, 1)).isTrue();
        assertThat(nonces.use(nonce, REALM, 1)).isFalse();
        assertThat(nonces.use(nonce, REALM, 2)).isTrue();
        assertThat(nonces.use(nonce, REALM, 1)).isFalse();
        assertThat(nonces.use(nonce, REALM, 0)).isFalse();
    }

    @Test
    void aNonceEndsWithItsTime() {
        String nonce = nonces.create(REALM);
        clock.advanceSeconds(59);
        assertThat(nonces.use(nonce, REALM, 1)).isTrue();
        clock.advanceSeconds(1);
        assertThat(nonces.use(nonce, REALM, 2)).isFalse();
    }

    @Test
    void onlyOurOwnCountAndOnlyInTheirRealm() {
        assertThat(nonces.use(nonces.create("example.net"), REALM, 1)).isFalse();
        assertThat(nonces.use(new Nonces(clock, Duration.ofSeconds(60), 3).create(REALM), REALM, 1))
                .isFalse();
        for (String forged : List.of("", "AAAA", "no base64!", "A".repeat(43), nonces.create(REALM) + "AAAA")) {
            assertThat(nonces.use(forged, REALM, 1)).as(forged).isFalse();
        }
        String nonce = nonces.create(REALM);
        char first = nonce.charAt(0) == 'A' ? 'B' : 'A';
        assertThat(nonces.use(first + nonce.substring(1), REALM, 1)).isFalse();
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
            assertThat(nonces.use(nonce, REALM, number)).as("seed " + seed).isEqualTo(taken.add(number));
        }
        assertThat(nonces.use(nonce, REALM, 200)).isTrue();
        assertThat(nonces.use(nonce, REALM, 61))
                .as("too far behind to be known")
                .isFalse();
        assertThat(nonces.use(nonce, REALM, 0xFFFFFFFFL)).isTrue();
        assertThat(nonces.use(nonce, REALM, 0xFFFFFFFFL)).isFalse();
    }

    @Test
    void aNonceThatHadToBeForgottenCountsAsTooOld() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            made.add(nonces.create(REALM));
            clock.advance(Duration.ofMillis(1));
            assertThat(nonces.use(made.get(i), REALM, 1)).isTrue();
        }
        assertThat(nonces.use(made.get(0), REALM, 1))
                .as("its first answer again")
                .isFalse();
        assertThat(nonces.use(made.get(0), REALM, 2)).isFalse();
        assertThat(nonces.use(made.get(1), REALM, 2)).isTrue();
        assertThat(nonces.use(made.get(1), REALM, 1)).isFalse();
    }

    @Test
    void nothingIsForgottenEarlyWhereTimeMadeRoom() {
        String early = nonces.create(REALM);
        assertThat(nonces.use(early, REALM, 1)).isTrue();
        clock.advanceSeconds(61);
        String unused = nonces.create(REALM);
        for (int i = 0; i < 3; i++) {
            assertThat(nonces.use(nonces.create(REALM), REALM, 1)).isTrue();
        }
        clock.advanceSeconds(30);
        assertThat(nonces.use(nonces.create(REALM), REALM, 1)).isTrue();
        assertThat(nonces.use(unused, REALM, 1)).as("made before the floor").isFalse();
    }
}
