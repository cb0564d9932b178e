package org.sippresence.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestCostsTest {

    @TempDir
    private Path directory;

    private void measured(String label, String rate, String server) throws IOException {
        Files.writeString(
                directory.resolve(label + ".jsonl"),
                "{\"label\":\"" + label + "\",\"round\":1,\"scenario\":\"publish\",\"phase\":\"modify\",\"users\":5,"
                        + "\"rate\":" + rate + ",\"cpu_us_per_request\":{\"server\":" + server
                        + ",\"database\":10},\"extra\":{\"challenges\":0}}\n");
    }

    @Test
    void theGoalIsTheDifferenceOfAPublishWithAKnownNonce() throws IOException {
        measured("ours", "30000", "36.5");
        measured("ours-digest", "25000", "43");
        measured("kamailio-mysql", "4500", "100");
        measured("kamailio-auth", "4000", "130");
        assertThat(DigestCosts.table(directory))
                .contains("| PUBLISH, modify | this server | 30,000 | 25,000 | 46.5 | 53 | 6.50 | 0 |")
                .contains("|  | Kamailio, auth_db | 4,500 | 4,000 | 110 | 140 | 30 | 0 |")
                .contains("6.50 us of the server's CPU more")
                .endsWith("**met**\n");
    }

    @Test
    void whatWasNotMeasuredIsNotCalledMet() throws IOException {
        measured("ours", "30000", "36.5");
        assertThat(DigestCosts.table(directory)).endsWith("not measured\n");
    }
}
