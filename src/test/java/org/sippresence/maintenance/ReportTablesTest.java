package org.sippresence.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.sippresence.maintenance.MaintenanceFixtures.ALICE;
import static org.sippresence.maintenance.MaintenanceFixtures.publication;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.EntityTag;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.presentity.ReportRow;
import org.sippresence.presentity.Write;
import org.sippresence.publication.Publication;
import org.sippresence.settings.MaintenanceSettings;
import org.sippresence.settings.Settings;
import org.sippresence.testkit.TestBed;

class ReportTablesTest {

    private static final Duration OFTEN = Duration.ofMillis(20);

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();
    private final TestBed bed = TestBed.plan().store(store).start();
    private final MemoryReportStore rows = new MemoryReportStore();
    private final ReportRows reportRows = new ReportRows();

    @AfterEach
    void close() {
        bed.close();
    }

    private ReportTables started(Optional<Duration> period, int many) {
        ReportTables reportTables = new ReportTables(bed.presentities, Optional.of(rows), many);
        reportTables.start(new MaintenanceSettings(Optional.empty(), period, true));
        return reportTables;
    }

    private ReportTables started() {
        return started(Optional.of(OFTEN), 1000);
    }

    private void publish(Publication publication) {
        bed.change(
                publication.presentity(),
                transaction -> transaction.publications().save(publication));
    }

    private List<ReportRow> written(Aor presentity, List<ReportRow> expected) {
        await().untilAsserted(() -> assertThat(rows.of(presentity)).isEqualTo(expected));
        return expected;
    }

    @Test
    void whatIsPublishedIsWrittenAfterThePeriodAndAgainWhenItChanges() {
        try (ReportTables reportTables = started()) {
            assertThat(reportTables).isNotNull();
            Publication desk = publication("p1", ALICE, MaintenanceFixtures.DESK);
            Publication mobile = publication("p2", ALICE, MaintenanceFixtures.MOBILE);
            publish(desk);
            assertThat(written(ALICE, reportRows.of(List.of(desk)))).hasSize(6);
            publish(mobile);
            assertThat(written(ALICE, reportRows.of(List.of(desk, mobile)))).hasSize(8);
            bed.change(ALICE, transaction -> transaction.publications().remove(desk));
            written(ALICE, reportRows.of(List.of(mobile)));
            bed.change(ALICE, transaction -> transaction.publications().remove(mobile));
            written(ALICE, List.of());
        }
    }

    @Test
    void aRefreshIsSeenInTheEntityTagAndTheExpiration() {
        try (ReportTables reportTables = started()) {
            assertThat(reportTables).isNotNull();
            Publication desk = publication("p1", ALICE, MaintenanceFixtures.DESK);
            publish(desk);
            written(ALICE, reportRows.of(List.of(desk)));
            Publication refreshed = new Publication(
                    desk.id(),
                    ALICE,
                    desk.event(),
                    new EntityTag("next"),
                    desk.received(),
                    desk.expires().plusSeconds(60),
                    desk.body(),
                    "");
            publish(refreshed);
            written(ALICE, reportRows.of(List.of(refreshed)));
        }
    }

    @Test
    void whatWaitsIsWrittenWhenTheServerStops() {
        ReportTables reportTables = started(Optional.empty(), 1000);
        publish(publication("p1", ALICE, MaintenanceFixtures.DESK));
        assertThat(rows.presentities()).isZero();
        reportTables.close();
        reportTables.close();
        assertThat(rows.of(ALICE)).hasSize(6);
    }

    @Test
    void manyAreWrittenWithoutWaitingForTheTimeAndInChunks() {
        try (ReportTables reportTables = started(Optional.empty(), 600)) {
            assertThat(reportTables).isNotNull();
            IntStream.range(0, 599).forEach(this::publishOne);
            assertThat(rows.sizes()).isEmpty();
            publishOne(599);
            await().untilAsserted(() -> assertThat(rows.presentities()).isEqualTo(600));
            assertThat(rows.sizes()).containsExactly(256, 256, 88);
        }
    }

    private void publishOne(int number) {
        publish(publication("p" + number, Aor.parse("sip:u" + number + "@example.org"), MaintenanceFixtures.MOBILE));
    }

    @Test
    void aWritingThatFailsIsMadeUpForAtTheNextTime() {
        try (ReportTables reportTables = started()) {
            assertThat(reportTables).isNotNull();
            rows.failNext(5);
            Publication desk = publication("p1", ALICE, MaintenanceFixtures.DESK);
            publish(desk);
            written(ALICE, reportRows.of(List.of(desk)));
        }
    }

    @Test
    void aChangeThatWasNotCommittedIsNotWritten() {
        ReportTables reportTables = started(Optional.empty(), 1000);
        store.failNext(2); // the group, then the entry alone
        assertThatThrownBy(() -> publish(publication("p1", ALICE, MaintenanceFixtures.DESK)))
                .hasCauseInstanceOf(TestBed.NotWrittenException.class);
        reportTables.close();
        assertThat(rows.presentities()).isZero();
    }

    @Test
    void rebuildingWritesEveryPresentityThatIsStoredAndForgetsTheOthers() {
        Publication desk = publication("p1", ALICE, MaintenanceFixtures.DESK);
        store.write(List.of(new Write.SavePresentity(ALICE), new Write.SavePublication(desk)));
        IntStream.range(0, 300).forEach(number -> {
            Aor presentity = Aor.parse("sip:u" + number + "@example.org");
            store.write(List.of(
                    new Write.SavePresentity(presentity),
                    new Write.SavePublication(publication("u" + number, presentity, MaintenanceFixtures.MOBILE))));
        });
        try (ReportTables reportTables = started(Optional.empty(), 1000)) {
            reportTables.rebuild().join();
        }
        assertThat(rows.of(ALICE)).isEqualTo(reportRows.of(List.of(desk)));
        assertThat(rows.sizes()).containsExactly(256, 45);
        assertThat(rows.cleared()).isEqualTo(1);
    }

    @Test
    void rebuildingFailsIfTheDatabaseDoes() {
        publish(publication("p1", ALICE, MaintenanceFixtures.DESK));
        try (ReportTables reportTables = started(Optional.empty(), 1000)) {
            rows.failNext(1);
            CompletableFuture<Void> rebuilt = reportTables.rebuild();
            assertThatThrownBy(rebuilt::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void whatIsReadAgainFromOutsideIsWrittenAnew() {
        Publication desk = publication("p1", ALICE, MaintenanceFixtures.DESK);
        ReportTables reportTables = started(Optional.empty(), 1000);
        store.write(List.of(new Write.SavePresentity(ALICE), new Write.SavePublication(desk)));
        assertThat(bed.presentities.reload(ALICE, transaction -> true).join()).isTrue();
        reportTables.close();
        assertThat(rows.of(ALICE)).isEqualTo(reportRows.of(List.of(desk)));
    }

    @Test
    void withoutTablesNothingHappens() {
        try (ReportTables reportTables = new ReportTables(bed.presentities, Optional.empty(), 10)) {
            reportTables.start(Settings.of(Map.of()).maintenance());
            publish(publication("p1", ALICE, MaintenanceFixtures.DESK));
            assertThat(reportTables.rebuild()).isCompleted();
        }
        assertThat(rows.presentities()).isZero();
    }
}
