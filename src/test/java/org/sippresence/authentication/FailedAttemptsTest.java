package org.sippresence.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sippresence.authentication.FailedAttempts.EntryPoint;

final class FailedAttemptsTest {

    private static final int AT_ONCE = 10;

    private final AtomicLong now = new AtomicLong(-12_345); // nanoTime may be negative
    private final FailedAttempts attempts =
            new FailedAttempts(AT_ONCE, address -> address.getHostAddress().equals("192.0.2.99"), now::get);

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    /** The number of attempts that are checked, all of which fail. */
    private int checked(InetAddress source, int tries) {
        int checked = 0;
        for (int i = 0; i < tries; i++) {
            if (attempts.admits(source, EntryPoint.SIP)) {
                attempts.failed(source, EntryPoint.SIP);
                checked++;
            }
        }
        return checked;
    }

    @Test
    void tenFailuresAreCheckedAtOnceThenOneASecond() {
        InetAddress source = address("192.0.2.1");
        assertThat(checked(source, 40)).isEqualTo(AT_ONCE);
        assertThat(attempts.timeToNext(source, EntryPoint.SIP)).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(checked(source, 40)).isEqualTo(1);
        pass(Duration.ofSeconds(3));
        assertThat(checked(source, 40)).isEqualTo(3);
        pass(Duration.ofHours(1));
        assertThat(checked(source, 40)).isEqualTo(AT_ONCE);
    }

    @Test
    void eachEntryPointHasItsOwnBudget() {
        InetAddress source = address("2001:db8:0:1::1");
        checked(source, 40);
        assertThat(attempts.admits(source, EntryPoint.SIP)).isFalse();
        assertThat(attempts.admits(source, EntryPoint.XCAP)).isTrue();
        assertThat(attempts.admits(source, EntryPoint.REST)).isTrue();
        assertThat(attempts.timeToNext(source, EntryPoint.REST)).isZero();
    }

    @Test
    void asLongAsNothingFailsEverythingIsChecked() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(attempts.admits(address("192.0.2.1"), EntryPoint.SIP)).isTrue();
        }
    }

    @Test
    void anotherSourceHasItsOwnBudget() {
        checked(address("127.0.0.5"), 40);
        assertThat(attempts.admits(address("127.0.0.5"), EntryPoint.SIP)).isFalse();
        assertThat(checked(address("127.0.0.6"), 40)).isEqualTo(AT_ONCE);
    }

    @Test
    void theAddressesOfAnIpv6NetworkAreOneSource() {
        checked(address("2001:db8:0:1::1"), 40);
        assertThat(attempts.admits(address("2001:db8:0:1:ffff::2"), EntryPoint.SIP))
                .isFalse();
        assertThat(attempts.admits(address("2001:db8:0:2::1"), EntryPoint.SIP)).isTrue();
    }

    @Test
    void trustedPeersAreNotLimited() {
        assertThat(checked(address("192.0.2.99"), 1_000)).isEqualTo(1_000);
    }

    @Test
    void withoutALimitNobodyIsLimited() {
        FailedAttempts unlimited = new FailedAttempts(0, address -> false, now::get);
        for (int i = 0; i < 1_000; i++) {
            unlimited.failed(address("192.0.2.1"), EntryPoint.REST);
        }
        assertThat(unlimited.admits(address("192.0.2.1"), EntryPoint.REST)).isTrue();
    }

    /** Requests that were admitted together fail one after the other: the source waits, though at most a minute. */
    @Test
    void failuresBeyondTheBudgetDelayTheNextAttemptByAMinuteAtMost() {
        InetAddress source = address("192.0.2.1");
        for (int i = 0; i < AT_ONCE + 20; i++) {
            attempts.failed(source, EntryPoint.SIP);
        }
        assertThat(attempts.timeToNext(source, EntryPoint.SIP)).isEqualTo(Duration.ofSeconds(21));
        for (int i = 0; i < 100_000; i++) {
            attempts.failed(source, EntryPoint.SIP);
        }
        assertThat(attempts.timeToNext(source, EntryPoint.SIP)).isEqualTo(Duration.ofMinutes(1));
        pass(Duration.ofMinutes(1));
        assertThat(attempts.admits(source, EntryPoint.SIP)).isTrue();
    }

    /** A thousand sources that keep failing, in memory that does not grow: hardly another source shares a budget with two of them. */
    @Test
    void aThousandAttackersDoNotSpendTheBudgetsOfOthers() throws UnknownHostException {
        Random random = new Random(14);
        byte[] address = new byte[4];
        for (int i = 0; i < 1_000; i++) {
            random.nextBytes(address);
            InetAddress attacker = InetAddress.getByAddress(address);
            for (int failures = 0; failures < 2 * AT_ONCE; failures++) {
                attempts.failed(attacker, EntryPoint.SIP);
            }
        }
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            random.nextBytes(address);
            refused += attempts.admits(InetAddress.getByAddress(address), EntryPoint.SIP) ? 0 : 1;
        }
        // (1,000 / 65,536)^2 of 10,000 is 2.3; the secret of the hash differs in each run
        assertThat(refused).isLessThan(20);
    }
}
