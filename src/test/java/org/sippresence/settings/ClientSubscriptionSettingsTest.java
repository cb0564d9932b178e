package org.sippresence.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.settings.ClientSubscriptionSettings.Limits;

final class ClientSubscriptionSettingsTest {

    @Test
    void nothingIsSubscribedToByDefault() {
        ClientSubscriptionSettings settings = Settings.of(Map.of()).clientSubscriptions();
        assertThat(settings)
                .isEqualTo(new ClientSubscriptionSettings(
                        Optional.empty(),
                        List.of(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        new Limits(3600, 10_000, 50, 262_144)));
        assertThat(settings.isUsed()).isFalse();
    }

    @Test
    void everyKeyIsMapped() {
        ClientSubscriptionSettings settings = Settings.of(Map.of(
                        "reg_subscribe_to", "sip:registrar.example.org;transport=tcp",
                        "reg_subscribe_always", "sip:a@example.org, sip:b@example.org",
                        "subscribe_to_users", "1",
                        "xcap_root", "http://xcap.example.org/xcap",
                        "xcap_diff", "sip:xcap.example.org",
                        "upstream_from", "sip:pa@example.org",
                        "upstream_expires", "60",
                        "upstream_subscriptions", "7",
                        "upstream_rate", "3"))
                .clientSubscriptions();
        assertThat(settings)
                .isEqualTo(new ClientSubscriptionSettings(
                        Optional.of("sip:registrar.example.org;transport=tcp"),
                        List.of("sip:a@example.org", "sip:b@example.org"),
                        true,
                        Optional.of("sip:xcap.example.org"),
                        Optional.of("sip:pa@example.org"),
                        new Limits(60, 7, 3, 262_144)));
        assertThat(settings.isUsed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"20, 20", "90, 60"})
    void theRequestedLifetimeIsAtMostTheMaximum(String max, int requested) {
        assertThat(Settings.of(Map.of("upstream_expires", "60", "max_expires", max))
                        .clientSubscriptions()
                        .limits()
                        .expires())
                .isEqualTo(requested);
    }

    @ParameterizedTest
    @CsvSource({
        "reg_subscribe_to, http://registrar.example.org",
        "reg_subscribe_to, registrar.example.org",
        "reg_subscribe_always, sip:a@example.org",
        "subscribe_to_users, yes",
        "xcap_diff, sip:xcap.example.org",
        "upstream_expires, 9",
        "upstream_rate, 0"
    })
    void whatMakesNoSenseIsRefusedByItsName(String key, String value) {
        assertThatThrownBy(() -> Settings.of(Map.of(key, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key + '=' + value);
    }
}
