package org.sippresence.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.SubscriberTableSettings.Columns;
import org.sippresence.settings.SubscriberTableSettings.OptionalColumn;

final class AccountSettingsTest {

    private static final String URL = "subscriber_db_url=mysql://kamailioro:s3cret@db.example.org/kamailio";

    private static AccountSettings settings(String... lines) {
        Map<String, String> values = new HashMap<>();
        Arrays.stream(lines).map(each -> each.split("=", 2)).forEach(each -> values.put(each[0], each[1]));
        return Settings.of(values).accounts();
    }

    @Test
    void accountsAreInTheOwnTableByDefault() {
        assertThat(settings()).isEqualTo(new AccountSettings(100_000, Duration.ofSeconds(60), Optional.empty()));
        assertThat(settings("auth_cache_size=7", "auth_cache_expire=8"))
                .isEqualTo(new AccountSettings(7, Duration.ofSeconds(8), Optional.empty()));
    }

    @Test
    void columnsOfKamailioAreTheDefault() {
        SubscriberTableSettings table = settings(URL).foreign().orElseThrow();
        assertThat(table)
                .isEqualTo(new SubscriberTableSettings(
                        "jdbc:mysql://db.example.org:3306/kamailio",
                        "kamailioro",
                        "s3cret",
                        "subscriber",
                        new Columns(
                                "username",
                                "domain",
                                "ha1",
                                new OptionalColumn("ha1b", false),
                                new OptionalColumn("ha1_sha256", false)),
                        false,
                        true));
        assertThat(table.toString()).doesNotContain("s3cret");
        assertThat(Settings.of(Map.of("subscriber_db_url", URL.substring(18))).effective())
                .containsEntry("subscriber_db_url", "***");
    }

    @Test
    void everyNameCanBeSet() {
        SubscriberTableSettings table = settings(
                        URL,
                        "subscriber_table=credentials",
                        "user_column=auth_username",
                        "domain_column=realm",
                        "password_column=password",
                        "password_column_2=ha1_2",
                        "hash_column_sha256=sha",
                        "calculate_ha1=1",
                        "use_domain=0",
                        "domains=example.org")
                .foreign()
                .orElseThrow();
        assertThat(table.table()).isEqualTo("credentials");
        assertThat(table.columns())
                .isEqualTo(new Columns(
                        "auth_username",
                        "realm",
                        "password",
                        new OptionalColumn("ha1_2", true),
                        new OptionalColumn("sha", true)));
        assertThat(table.calculateHa1()).isTrue();
        assertThat(table.useDomain()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            calculate_ha1=1 | calculate_ha1=1 needs the name of the column of plain passwords; set password_column
            use_domain=0    | use_domain=0 finds accounts by the user name alone, which needs exactly one domain
            """)
    void whatWouldAuthenticateTheWrongUsersIsRefused(String line, String message) {
        assertThatThrownBy(() -> settings(URL, line))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void useOfUserNamesAloneIsRefusedForTwoDomains() {
        assertThatThrownBy(() -> settings(URL, "use_domain=0", "domains=example.org, example.net"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("exactly one domain");
    }

    @Test
    void aUrlThatIsNoneIsRefusedWithoutItsPassword() {
        assertThatThrownBy(() -> settings("subscriber_db_url=postgres://u:s3cret@h/db"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("subscriber_db_url=postgres://u:***@h/db is no database URL");
    }

    @Test
    void algorithmsWithoutHashesAreNotOffered() {
        DigestSettings both = Settings.of(Map.of()).digest();
        assertThat(both.limitedTo(Set.of(Algorithm.MD5)).algorithms()).isEqualTo(List.of(Algorithm.MD5));
        assertThat(both.limitedTo(Set.of(Algorithm.values()))).isEqualTo(both);
        DigestSettings sha256 =
                Settings.of(Map.of("digest_algorithms", "sha-256")).digest();
        assertThatThrownBy(() -> sha256.limitedTo(Set.of(Algorithm.MD5)))
                .isInstanceOf(SettingsException.class)
                .hasMessage("digest_algorithms offers SHA-256, but the table of accounts has hashes by MD5 only;"
                        + " set digest_algorithms=both");
    }
}
