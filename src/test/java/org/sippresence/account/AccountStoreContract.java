package org.sippresence.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;

/** What every account store does. */
public interface AccountStoreContract {

    Aor SMITH = Aor.parse("sip:smith@example.org");

    /** The store under test, without accounts. */
    AccountStore accounts();

    private static Account smith(String password) {
        return Account.withPassword(SMITH, "example.org", password);
    }

    @Test
    default void anAccountIsFoundAsItWasSaved() {
        assertThat(accounts().find(SMITH)).isEmpty();
        assertThat(accounts().save(smith("secret"))).isTrue();
        assertThat(accounts().find(SMITH)).contains(smith("secret"));
        assertThat(accounts().find(SMITH).orElseThrow().plain())
                .isEqualTo(smith("secret").plain());
    }

    @Test
    default void savingAgainReplacesTheHashes() {
        accounts().save(smith("secret"));
        Account onlyMd5 = new Account(SMITH, new Ha1("0123456789abcdef".repeat(2), ""), Ha1.UNKNOWN);
        assertThat(accounts().save(onlyMd5)).isTrue();
        assertThat(accounts().find(SMITH)).contains(onlyMd5);
    }

    @Test
    default void usersOfOneNameInTwoDomainsAndOfOneNameInTwoCasesAreDifferent() {
        Account elsewhere = Account.withPassword(Aor.parse("sip:smith@example.net"), "example.net", "1");
        Account capital = Account.withPassword(Aor.parse("sip:Smith@example.org"), "example.org", "2");
        accounts().save(smith("secret"));
        accounts().save(elsewhere);
        accounts().save(capital);
        assertThat(accounts().find(SMITH)).contains(smith("secret"));
        assertThat(accounts().find(elsewhere.aor())).contains(elsewhere);
        assertThat(accounts().find(capital.aor())).contains(capital);
    }

    @Test
    default void anAccountIsRemovedOnce() {
        accounts().save(smith("secret"));
        assertThat(accounts().remove(SMITH)).isTrue();
        assertThat(accounts().find(SMITH)).isEmpty();
        assertThat(accounts().remove(SMITH)).isFalse();
    }

    @Test
    default void theLongestAddressOfAnAccountFits() {
        Aor longest = Aor.parse("sip:" + "u".repeat(239) + "@example.org");
        assertThat(longest.uri()).hasSize(255);
        Account account = Account.withPassword(longest, "example.org", "secret");
        accounts().save(account);
        assertThat(accounts().find(longest)).contains(account);
    }
}
