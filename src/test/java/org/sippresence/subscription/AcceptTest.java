package org.sippresence.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.model.MediaType;

class AcceptTest {

    private static final List<MediaType> OFFERED = List.of(MediaType.parse("a/one"), MediaType.parse("a/two"));

    private static Accept accept(String ranges) {
        return new Accept(
                true,
                Stream.of(ranges.split(" "))
                        .map(each -> each.split(";"))
                        .map(each -> new Accept.Range(
                                MediaType.parse(each[0]), each.length > 1 ? Integer.parseInt(each[1]) : 1000))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "a/one, a/one",
        "a/two, a/two",
        "*/*, a/one",
        "a/*, a/one",
        "a/two a/one, a/two",
        "a/one;500 a/two, a/two",
        "a/one;0 */*, a/two",
        "*/* a/one;0, a/two",
        "a/one;0 a/*, a/two",
        "a/*;0 */*, ",
        "*/* a/one;100, a/two",
        "b/*, ",
        "*/*;0, "
    })
    void theMostPreciseRangeDecidesAboutAType(String ranges, String chosen) {
        assertThat(accept(ranges).choose(OFFERED).map(MediaType::toString).orElse(null))
                .isEqualTo(chosen);
    }

    @Test
    void aHeaderWithoutARangeAcceptsNothingAndNoHeaderTheDefault() {
        assertThat(new Accept(true, List.of()).choose(OFFERED)).isEmpty();
        assertThat(Accept.ABSENT.choose(OFFERED)).contains(OFFERED.get(0));
        assertThat(Accept.of(List.of())).isEqualTo(Accept.ABSENT);
    }

    @Test
    void qIsBetweenZeroAndOne() {
        assertThatThrownBy(() -> new Accept.Range(MediaType.PIDF, 1001)).hasMessageContaining("1001");
    }
}
