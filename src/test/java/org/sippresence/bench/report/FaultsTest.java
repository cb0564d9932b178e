package org.sippresence.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FaultsTest {

    @Test
    void whatIsNotAnsweredWithSuccessAfterAFaultIsLost() throws IOException {
        String results = """
                {"phase":"load","requests":900,"ok":700}
                {"phase":"publications","requests":10,"ok":9,"extra":{"fault":1}}
                {"phase":"subscriptions","requests":30,"ok":30,"extra":{"stale":2}}
                """;

        assertThat(Faults.row("disk-full", "3", results)).isEqualTo("| disk-full | 3 | 40 | 3 |");
    }
}
