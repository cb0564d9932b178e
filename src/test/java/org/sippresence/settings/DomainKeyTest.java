package org.sippresence.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.model.PerDomain;

final class DomainKeyTest {

    @TempDir
    Path directory;

    @Test
    void everyKeyThatCanHaveADomainIsMapped() {
        Settings settings = Settings.of(Map.of(
                "max_publications@one.example", "1",
                "max_subscriptions@one.example", "2",
                "max_subscriptions_per_watcher@one.example", "1003",
                "max_presentities@one.example", "4",
                "max_total_publications@one.example", "8",
                "max_total_subscriptions@one.example", "9",
                "max_requests_per_domain@one.example", "5",
                "max_contacts@one.example", "6",
                "winfo_waiting_max@one.example", "7",
                "realm@one.example", "One"));
        assertThat(settings.bounds())
                .isEqualTo(new BoundsSettings(
                        new PerDomain<>(100, Map.of("one.example", 1)),
                        new PerDomain<>(20, Map.of("one.example", 2)),
                        new PerDomain<>(10_000, Map.of("one.example", 1003)),
                        new PerDomain<>(200_000, Map.of("one.example", 4)),
                        new BoundsSettings.Totals(
                                new PerDomain<>(0, Map.of("one.example", 8)),
                                new PerDomain<>(0, Map.of("one.example", 9))),
                        2_000,
                        new PerDomain<>(0, Map.of("one.example", 5)),
                        20_000));
        assertThat(settings.registration().maxContacts()).isEqualTo(new PerDomain<>(20, Map.of("one.example", 6)));
        assertThat(settings.subscription().waiting().most()).isEqualTo(new PerDomain<>(100, Map.of("one.example", 7)));
        assertThat(settings.digest().realmOf("one.example")).isEqualTo("One");
        assertThat(settings.digest().realmOf("two.example")).isEqualTo("two.example");
        assertThat(AllKeys.ALL.stream().filter(Key::perDomain))
                .as("keys that this test maps")
                .hasSize(10);
    }

    @Test
    void aDomainIsTheSameInEveryForm() {
        Settings settings = Settings.of(Map.of(
                "domains", "example.org,[2001:db8::1]",
                "max_contacts@Example.ORG.", "3",
                "max_contacts@[2001:DB8:0::1]", "4"));
        assertThat(settings.registration().maxContacts())
                .isEqualTo(new PerDomain<>(20, Map.of("example.org", 3, "[2001:db8::1]", 4)));
    }

    @Test
    void theEffectiveSettingsShowTheDomainsAfterTheirKey() {
        Map<String, String> effective = Settings.of(
                        Map.of("max_contacts", "7", "max_contacts@two.example", "9", "max_contacts@One.example", "8"))
                .effective();
        assertThat(effective)
                .containsEntry("max_contacts", "7")
                .containsEntry("max_contacts@one.example", "8")
                .containsEntry("max_contacts@two.example", "9");
        List<String> keys = List.copyOf(effective.keySet());
        int key = keys.indexOf("max_contacts");
        assertThat(keys.subList(key, key + 3))
                .containsExactly("max_contacts", "max_contacts@one.example", "max_contacts@two.example");
    }

    @Test
    void theFileAndTheCommandLineSetThemAndTheCommandLineHasPriority() throws IOException {
        Path file = Files.writeString(
                directory.resolve("presence.properties"),
                "max_contacts@one.example=3\nmax_contacts@two.example = 4\nmax_contacts@three.example=5\n");
        Settings settings = Settings.load(
                Map.of("max_contacts@ONE.example", "6", "max_contacts@three.example", ""),
                file,
                directory,
                Map.of("PRESENCE_MAX_CONTACTS", "7"));
        assertThat(settings.registration().maxContacts())
                .isEqualTo(new PerDomain<>(7, Map.of("one.example", 6, "two.example", 4)));
        assertThat(Settings.of(settings.given()).registration()).isEqualTo(settings.registration());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            max_contacs@one.example  | 1  | unknown key max_contacs@one.example; did you mean max_contacts@one.example?
            max_expires@one.example  | 60 | max_expires@one.example cannot be set for a single domain; the keys that can: max_contacts, max_publications, max_subscriptions, max_subscriptions_per_watcher, max_presentities, max_total_publications, max_total_subscriptions, max_requests_per_domain, winfo_waiting_max, realm
            max_contacts@            | 1  | max_contacts@: after @ comes a domain such as example.org or [2001:db8::1]
            max_contacts@a b         | 1  | max_contacts@a b: after @ comes a domain
            max_contacts@a@b.example | 1  | max_contacts@a@b.example: after @ comes a domain
            max_contacts@a.example:5 | 1  | max_contacts@a.example:5: after @ comes a domain
            max_contacts@a.example   | 0  | max_contacts@a.example=0 is out of range: 1 to 1000 contacts
            realm@a.example          | "  | realm@a.example=" is not a text of at most 255 characters
            """)
    void aBadNameOrValueIsRefusedInOneLine(String key, String value, String message) {
        assertThatThrownBy(() -> Settings.of(Map.of(key, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aDomainThatIsNotServedIsRefused() {
        assertThatThrownBy(() ->
                        Settings.of(Map.of("domains", "one.example,two.example", "max_contacts@three.example", "1")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("max_contacts@three.example: three.example is not in domains=one.example,two.example");
    }

    @Test
    void aDomainThatIsSetTwiceIsRefused() {
        assertThatThrownBy(() -> Settings.of(Map.of("max_contacts@one.example", "1", "max_contacts@ONE.example", "2")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("max_contacts@one.example is set twice");
    }

    @Test
    void theEnvironmentCannotSetThem() {
        assertThatThrownBy(() ->
                        Settings.load(Map.of(), null, directory, Map.of("PRESENCE_MAX_CONTACTS@ONE.EXAMPLE", "1")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("the environment variable PRESENCE_MAX_CONTACTS@ONE.EXAMPLE cannot set a value for a single"
                        + " domain; set it in the file or on the command line");
    }

    @Test
    void thePresentitiesOfSingleDomainsMustFitTheMemory() {
        Map<String, String> memory =
                Map.of("use_db", "0", "pres_cache_size", "2000", "max_presentities@one.example", "999");
        assertThat(Settings.of(memory).bounds().presentitiesWithin(1000))
                .isEqualTo(new PerDomain<>(1, Map.of("one.example", 999)));
        assertThatThrownBy(() -> Settings.of(
                        Map.of("use_db", "0", "pres_cache_size", "2000", "max_presentities@one.example", "1000")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("max_presentities of single domains is 1000 in total; without a database it must be less"
                        + " than half of pres_cache_size, 1000");
    }

    @Test
    void aRealmNamesItsDomains() {
        Realms separate = new Realms(Optional.empty(), Map.of("one.example", "One", "two.example", "three.example"));
        assertThat(separate.domainsOf("One", List.of())).containsExactly("one.example");
        assertThat(separate.domainsOf("one.example", List.of())).isEmpty();
        assertThat(separate.domainsOf("three.example", List.of()))
                .containsExactlyInAnyOrder("two.example", "three.example");
        assertThat(separate.domainsOf("four.example", List.of())).containsExactly("four.example");
        Realms common = new Realms(Optional.of("All"), Map.of("one.example", "One"));
        assertThat(common.of("two.example")).isEqualTo("All");
        assertThat(common.domainsOf("All", List.of("one.example", "two.example")))
                .containsExactly("two.example");
        assertThat(common.domainsOf("One", List.of("one.example", "two.example")))
                .containsExactly("one.example");
        assertThat(common.domainsOf("two.example", List.of("two.example"))).isEmpty();
    }
}
