package org.sippresence.xcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class XcapResourceTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'\"sip:alice@example.org\"', example.org",
                "'sip:alice@example.org', example.org",
                "'\"sip:a@b@example.org\" ', example.org",
                "'example.org', example.org",
                "'\"', ''",
                "'alice@', ''"
            })
    void theHostOfAnIdentityIsBehindItsLastAtSign(String identity, String host) {
        assertThat(XcapResource.host(identity)).isEqualTo(host);
    }

    /** A header of 7,000 characters took a second before authentication. */
    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "\""})
    void aLongIdentityTakesNoTime(String character) {
        String identity = 'x' + character.repeat(1_000_000) + 'x';
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> XcapResource.host(identity)))
                .isNotEmpty();
    }
}
