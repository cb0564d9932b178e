package org.sippresence.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChallengeTest {

    @Test
    void severalChallengesMayStandInOneField() {
        assertThat(Challenge.in(List.of(
                        "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\"")))
                .containsExactly(
                        new Challenge("newauth", Map.of("realm", "apps", "type", "1", "title", "Login to \"apps\"")),
                        new Challenge("basic", Map.of("realm", "simple")));
    }

    @Test
    void namesAreReadWhateverTheirCase() {
        assertThat(Challenge.in(List.of("DIGEST Realm=\"a\",QOP=auth")))
                .containsExactly(new Challenge("digest", Map.of("realm", "a", "qop", "auth")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",,,", "\"", "=", "realm=\"a\""})
    void whatIsNoChallengeIsPassedOver(String field) {
        assertThat(Challenge.in(List.of(field))).isEmpty();
    }

    @Test
    void hugeFieldsAreNotRead() {
        assertThat(Challenge.in(List.of("Basic realm=\"" + "x".repeat(5000) + '"')))
                .isEmpty();
        assertThat(Challenge.in(List.of("Basic realm=\"" + "\\x".repeat(1500) + '"')))
                .contains(new Challenge("basic", Map.of()));
        assertThat(Challenge.in(List.of("a ".repeat(2000)))).hasSize(8);
    }
}
