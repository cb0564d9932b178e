package org.sippresence.sip.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BestResponseTest {

    @ParameterizedTest
    @CsvSource({
        "486 404, 486",
        "404 486, 404",
        "503 486, 486",
        "486 603, 603",
        "302 486, 302",
        "500 404 407, 407",
        "486 401, 401",
        "408 486, 486",
        "503 500, 500",
        "408, 408",
        "503 408, 408",
    })
    void theBestOfAllIsPassedOn(String came, int best) {
        List<Integer> statuses =
                Arrays.stream(came.split(" ", -1)).map(Integer::valueOf).toList();
        assertThat(BestResponse.of(statuses, status -> status)).contains(best);
    }

    @Test
    void ofNoneThereIsNoBest() {
        assertThat(BestResponse.of(List.<Integer>of(), status -> status)).isEmpty();
    }
}
