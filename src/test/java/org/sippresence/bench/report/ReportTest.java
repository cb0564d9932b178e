package org.sippresence.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a run that never was; {@code -Dupdate} writes what is expected anew. */
class ReportTest {

    private static final Path SAMPLES = Path.of("src/test/resources/bench/report");
    private static final Path RUN = SAMPLES.resolve("run");

    @Test
    void theReportOfARunIsAsExpected() throws IOException {
        String text = new ReportText(
                        ReportResults.read(RUN), Costs.read(RUN), java.util.Map.of("rate.svg", "performance/rate.svg"))
                .markdown(RUN, SAMPLES.toAbsolutePath());

        expect("report.md", text);
    }

    @Test
    void picturesAreAsExpected() throws IOException {
        var pictures = Plots.of(ReportResults.read(RUN));

        assertThat(pictures.keySet())
                .containsExactly(
                        "rate.svg",
                        "cpu.svg",
                        "latency.svg",
                        "growth-heap.svg",
                        "growth-change.svg",
                        "growth-restart.svg");
        expect("cpu.svg", pictures.get("cpu.svg"));
        expect("growth-heap.svg", pictures.get("growth-heap.svg"));
    }

    @Test
    void onlyWhatIsBetweenTheMarksIsReplaced(@TempDir Path directory) throws IOException {
        Path document = directory.resolve("performance.md");
        Files.writeString(document, "before\n" + Report.BEGIN + "\nold\n" + Report.END + "\nafter\n");

        Report.write(RUN, document, directory.resolve("plots"));

        assertThat(Files.readString(document))
                .startsWith("before\n" + Report.BEGIN)
                .endsWith(Report.END + "\nafter\n")
                .contains("](plots/rate.svg)")
                .doesNotContain("old");
        assertThat(directory.resolve("plots/latency.svg")).content().contains("<title>Latency</title>");
    }

    @Test
    void aDocumentWithoutMarksIsLeftAlone() {
        assertThatThrownBy(() -> Report.between("text", "new")).isInstanceOf(IOException.class);
    }

    @Test
    void theGoalsOfAnEmptyRunAreNotMeasured(@TempDir Path directory) throws IOException {
        assertThat(Goals.table(ReportResults.read(directory)).lines().skip(2))
                .isNotEmpty()
                .allMatch(row -> row.endsWith("| not measured |"));
    }

    private static void expect(String file, String text) throws IOException {
        Path expected = SAMPLES.resolve(file);
        if (System.getProperty("update") != null) {
            Files.writeString(expected, text);
        }
        assertThat(expected).content().isEqualTo(text);
    }
}
