package org.sippresence.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.Settings;

final class AccountsTest {

    private static final Aor MUFASA = Aor.parse("sip:Mufasa@example.org");

    private final MemoryAccountStore store = new MemoryAccountStore(100);
    private final Accounts accounts = new Accounts(store, Settings.of(Map.of()).digest());

    @Test
    void hashesAreThoseOfTheRfc() {
        // RFC 7616 section 3.9.1 gives the answers that follow from these
        DigestSettings settings = new DigestSettings(
                Optional.of("http-auth@example.org"), Duration.ofMinutes(5), List.of(Algorithm.values()));
        Accounts inRealm = new Accounts(store, settings);
        inRealm.savePassword(MUFASA, "Circle of Life");
        assertThat(inRealm.find(MUFASA).orElseThrow().plain())
                .isEqualTo(new Ha1(
                        "3d78807defe7de2157e2b0b6573a855f",
                        "7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232"));
    }

    @Test
    void theRealmIsTheDomainUnlessOneIsSet() {
        assertThat(accounts.realm(MUFASA)).isEqualTo("example.org");
    }

    @Test
    void aSecureAddressIsTheSameUser() {
        accounts.savePassword(Aor.parse("sips:mufasa@example.org"), "secret");
        assertThat(accounts.find(Aor.parse("sip:mufasa@example.org"))).isPresent();
        assertThat(accounts.find(Aor.parse("sips:mufasa@example.org"))).isPresent();
        assertThat(accounts.remove(Aor.parse("sips:mufasa@example.org"))).isTrue();
        assertThat(accounts.find(Aor.parse("sip:mufasa@example.org"))).isEmpty();
    }

    @Test
    void aNewPasswordCountsAtOnceWhateverWasReadBefore() {
        assertThat(accounts.find(MUFASA)).isEmpty();
        accounts.savePassword(MUFASA, "one");
        Ha1 one = accounts.find(MUFASA).orElseThrow().plain();
        accounts.savePassword(MUFASA, "two");
        assertThat(accounts.find(MUFASA).orElseThrow().plain()).isNotEqualTo(one);
        accounts.remove(MUFASA);
        assertThat(accounts.find(MUFASA)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tel:+15551234", "sip:example.org"})
    void nobodyHasAnAddressWithoutUserAndDomain(String uri) {
        Aor aor = Aor.parse(uri);
        assertThat(accounts.find(aor)).isEmpty();
        assertThat(accounts.remove(aor)).isFalse();
        assertThatThrownBy(() -> accounts.savePassword(aor, "secret")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hashesAreNotShown() {
        accounts.savePassword(MUFASA, "secret");
        Account account = accounts.find(MUFASA).orElseThrow();
        assertThat(account.toString())
                .doesNotContain(account.plain().md5(), account.qualified().sha256());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0123456789abcdef0123456789abcdeg", "0123456789abcdef0123456789abcdef0"})
    void whatIsNoHashIsRefused(String text) {
        assertThatThrownBy(() -> new Ha1(text, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ha1("", text)).isInstanceOf(IllegalArgumentException.class);
    }
}
