package org.sippresence.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;

/** What every store of subscribers does. */
public interface AccountStoreContract {

    Aor SMITH = Aor.parse("sip:smith@example.org");

    /** The store under test, without subscribers. */
    AccountStore subscribers();

    private static Account smith(String password) {
        return Account.withPassword(SMITH, "example.org", password);
    }

    @Test
    default void aSubscriberIsFoundAsItWasSaved() {
        assertThat(subscribers().find(SMITH)).isEmpty();
        assertThat(subscribers().save(smith("secret"))).isTrue();
        assertThat(subscribers().find(SMITH)).contains(smith("secret"));
        assertThat(subscribers().find(SMITH).orElseThrow().plain())
                .isEqualTo(smith("secret").plain());
    }

    @Test
    default void savingAgainReplacesTheHashes() {
        subscribers().save(smith("secret"));
        Account onlyMd5 = new Account(SMITH, new Ha1("0123456789abcdef".repeat(2), ""), Ha1.UNKNOWN);
        assertThat(subscribers().save(onlyMd5)).isTrue();
        assertThat(subscribers().find(SMITH)).contains(onlyMd5);
    }

    @Test
    default void usersOfOneNameInTwoDomainsAndOfOneNameInTwoCasesAreDifferent() {
        Account elsewhere = Account.withPassword(Aor.parse("sip:smith@example.net"), "example.net", "1");
        Account capital = Account.withPassword(Aor.parse("sip:Smith@example.org"), "example.org", "2");
        subscribers().save(smith("secret"));
        subscribers().save(elsewhere);
        subscribers().save(capital);
        assertThat(subscribers().find(SMITH)).contains(smith("secret"));
        assertThat(subscribers().find(elsewhere.aor())).contains(elsewhere);
        assertThat(subscribers().find(capital.aor())).contains(capital);
    }

    @Test
    default void aSubscriberIsRemovedOnce() {
        subscribers().save(smith("secret"));
        assertThat(subscribers().remove(SMITH)).isTrue();
        assertThat(subscribers().find(SMITH)).isEmpty();
        assertThat(subscribers().remove(SMITH)).isFalse();
    }

    @Test
    default void theLongestAddressOfASubscriberFits() {
        Aor longest = Aor.parse("sip:" + "u".repeat(239) + "@example.org");
        assertThat(longest.uri()).hasSize(255);
        Account subscriber = Account.withPassword(longest, "example.org", "secret");
        subscribers().save(subscriber);
        assertThat(subscribers().find(longest)).contains(subscriber);
    }
}
