package org.sippresence.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.model.Aor;

final class FromCheckTest {

    private static final Aor BOB = new Aor("sip:bob@example.org");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:bob@example.org",
                "sips:bob@example.org",
                "sip:%62ob@EXAMPLE.ORG:5070;transport=tcp",
                "sip:anonymous@anonymous.invalid",
                "sips:anonymous@Anonymous.Invalid",
            })
    void theUserAndAnonymousAreAllowed(String uri) {
        assertThat(FromCheck.isAllowed(Aor.parse(uri), BOB)).isTrue();
        assertThat(FromCheck.isAnonymous(Aor.parse(uri))).isEqualTo(uri.contains("anonymous"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:mallory@example.org",
                "sip:Bob@example.org",
                "sip:bob@example.net",
                "sip:example.org",
                "sip:anonymous@example.org",
                "sip:bob@anonymous.invalid",
                "tel:+15551234",
            })
    void everyOtherFromIsRefused(String uri) {
        assertThat(FromCheck.isAllowed(Aor.parse(uri), BOB)).isFalse();
    }
}
