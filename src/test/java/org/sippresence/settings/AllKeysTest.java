package org.sippresence.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AllKeysTest {

    @Test
    void namesAreUniqueAndPlain() {
        assertThat(AllKeys.ALL)
                .extracting(Key::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z][a-z0-9_]+"));
    }

    @Test
    void everyKeySaysWhatItMeans() {
        assertThat(AllKeys.ALL)
                .allSatisfy(key -> assertThat(key.meaning()).as(key.name()).endsWith("."));
    }

    @Test
    void everyDefaultIsAValueThatItsKeyTakes() {
        assertThat(AllKeys.ALL).allSatisfy(key -> {
            if (!key.initial().isEmpty()) {
                assertThat(key.shape().objection(key.initial())).as(key.name()).isEmpty();
            }
        });
    }

    /** Names and defaults as the manuals of SER's pa module and Kamailio's presence module have them. */
    @ParameterizedTest
    @CsvSource({
        "default_expires, 3600",
        "max_subscription_expiration, 3600",
        "max_publish_expiration, 3600",
        "use_db, 1",
        "use_callbacks, 1",
        "accept_internal_subscriptions, 0",
        "watcherinfo_notify, 1",
        "use_offline_winfo, 0",
        "offline_winfo_expiration, 259200",
        "offline_winfo_timer, 3600",
        "auth, ''",
        "winfo_auth, implicit",
        "pres_rules_file, presence-rules.xml",
        "ignore_408_on_notify, 0",
        "default_priority_percentage, 0",
        "auth_rules_refresh_time, 300",
        "async_auth_queries, 0",
        "max_auth_requests_per_tick, 600",
        "active_watchers_table, active_watchers",
        "watchers_table, watchers",
        "clean_period, 100",
        "db_update_period, 100",
        "to_tag_pref, 10",
        "expires_offset, 0",
        "max_expires, 3600",
        "server_address, ''",
        "fallback2db, 0",
        "subs_htable_size, 9",
        "pres_htable_size, 9",
        "timeout_rm_subs, 1"
    })
    void keysOfSerAndKamailioHaveTheirDefaults(String name, String initial) {
        assertThat(AllKeys.find(name).orElseThrow().initial()).isEqualTo(initial);
    }

    /** Named in both manuals, with defaults that had to differ: docs/configuration.md says why. */
    @ParameterizedTest
    @ValueSource(strings = {"db_url", "presentity_table", "timer_interval", "enable_sphere_check"})
    void theOtherKeysOfSerAndKamailioAreKnown(String name) {
        assertThat(AllKeys.find(name)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"'', '', 0", "a, '', 1", "'', ab, 2", "kitten, sitting, 3", "max_expirs, max_expires, 1", "ab, ba, 2"})
    void distanceIsLevenshteins(String a, String b, int distance) {
        assertThat(AllKeys.distance(a, b)).isEqualTo(distance);
        assertThat(AllKeys.distance(b, a)).isEqualTo(distance);
    }
}
