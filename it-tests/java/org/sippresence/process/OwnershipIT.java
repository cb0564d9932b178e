package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.persistence.JdbcConnections;
import org.sippresence.persistence.MariaDb;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Two servers on one database: only one of them serves, whatever happens to the other. */
@ExtendWith(MariaDb.class)
class OwnershipIT {

    private static final Duration LEASE = Duration.ofSeconds(3);

    /** Time for a statement that the server had sent before it was suspended. */
    private static final Duration SETTLED = Duration.ofMillis(200);

    /** Transactions that hold row locks. */
    private static final String TRANSACTIONS =
            "select count(*) from information_schema.innodb_trx where trx_rows_locked > 0";

    @TempDir
    private Path data;

    @BeforeEach
    void emptyDatabase() throws Exception {
        MariaDb.freshSchema();
    }

    private static Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>(
                Map.of("auth", "none", "db_url", MariaDb.url(), "db_user", MariaDb.user(), "lease_time", "3"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    @Test
    void aSecondServerIsRefusedInOneLineThatNamesTheFirst() {
        try (ServerProcess first = ServerProcess.started(data.resolve("1"), settings());
                ServerProcess second = ServerProcess.ended(data.resolve("2"), settings())) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.line(line -> line.startsWith("presence: ")).orElse(second.log()))
                    .contains("used by another server", "host=", "pid=" + first.pid(), "s ago", "--take-over");
            assertThat(second.log()).doesNotContain("\tat ");
            assertThat(first.running()).isTrue();
        }
    }

    @Test
    void afterAKillTheNextStartNeitherWaitsNorIsRefused() {
        try (ServerProcess server = ServerProcess.started(data.resolve("1"), settings("lease_time", "3600"))) {
            server.kill9();
            server.start();
            assertThat(server.terminate()).isZero();
            server.start();
        }
    }

    @Test
    void takeOverEndsTheFirstServer() {
        try (ServerProcess first = ServerProcess.started(data.resolve("1"), settings());
                ServerProcess second = ServerProcess.started(data.resolve("2"), settings("take_over", "1"))) {
            assertThat(first.exitCode()).isEqualTo(1);
            assertThat(first.line(line -> line.startsWith("presence: another server has taken over the database"))
                            .orElse(first.log()))
                    .contains("pid=" + second.pid());
            assertThat(second.running()).isTrue();
        }
    }

    @Test
    void aServerThatWasStoppedAndWakesUpAfterItsLeaseWritesAndSendsNothing() {
        try (ServerProcess first = ServerProcess.started(data.resolve("1"), settings());
                Scene atFirst = Scene.of(first, Transport.UDP)) {
            String alice = atFirst.user("alice");
            WatcherDialog watcher = atFirst.subscribed(alice);
            TestPublisher publisher = atFirst.publisher(alice);
            assertThat(publisher.publishOpen("from the first").status()).isEqualTo(200);
            assertThat(watcher.next().text()).contains("from the first");
            first.awaitAcknowledged();

            first.signal("STOP");
            CompletableFuture<SipMessage> late = publisher.publishLater(TestPidf.open(alice, "too late"));
            Waiting.during(LEASE.plusSeconds(1));
            try (ServerProcess second = ServerProcess.started(data.resolve("2"), settings());
                    Scene atSecond = Scene.over(second, atFirst.endpoint())) {
                TestPublisher other = atSecond.publisher(alice);
                assertThat(other.publishOpen("from the second").status()).isEqualTo(200);
                Notification told = watcher.next();
                assertThat(told.text()).contains("from the second", "from the first");
                long cseq = watcher.lastNotifyCSeq();

                first.signal("CONT");
                assertThat(first.exitCode()).isEqualTo(1);
                assertThat(first.line(line -> line.startsWith("presence: another server has taken"))
                                .orElse(first.log()))
                        .contains("pid=" + second.pid());
                assertThat(late.isDone()
                                && !late.isCompletedExceptionally()
                                && late.join().status() == 200)
                        .isFalse();
                assertThat(watcher.lastNotifyCSeq())
                        .as("NOTIFYs of the woken server")
                        .isEqualTo(cseq);

                assertThat(other.publishOpen("again").status()).isEqualTo(200);
                assertThat(watcher.next().text())
                        .contains("again", "from the first")
                        .doesNotContain("too late");
                assertThat(watcher.lastNotifyCSeq()).isEqualTo(cseq + 1);
                assertThat(watcher.violations()).isEqualTo(List.of());
            }
        }
    }

    @Test
    void aServerStoppedInTheMiddleOfACommitHoldsNobodyUpForLong() throws SQLException {
        try (ServerProcess first = ServerProcess.started(data.resolve("1"), settings());
                Crowd crowd = new Crowd(first, Transport.UDP)) {
            List<LoadedPublisher> publishers = LoadedPublisher.start(crowd, 40);
            stopInTheMiddleOfACommit(first);
            publishers.forEach(LoadedPublisher::stop);
            try (ServerProcess second = ServerProcess.started(data.resolve("2"), settings("take_over", "1"));
                    Scene scene = Scene.of(second, Transport.UDP)) {
                for (LoadedPublisher each : publishers) {
                    String presentity = each.presentity();
                    assertThat(scene.publish(presentity, "taken over").status()).isEqualTo(200);
                }
                first.signal("CONT");
                assertThat(first.exitCode()).isEqualTo(1);
            }
        }
    }

    /** Suspends the server repeatedly, until the database has an open transaction of it. */
    private static void stopInTheMiddleOfACommit(ServerProcess server) throws SQLException {
        try (Connection connection = JdbcConnections.open(MariaDb.url(), MariaDb.user(), MariaDb.password());
                Statement statement = connection.createStatement()) {
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(7))
                    .until(() -> {
                        server.signal("STOP");
                        Waiting.during(SETTLED);
                        try (ResultSet open = statement.executeQuery(TRANSACTIONS)) {
                            open.next();
                            if (open.getInt(1) > 0) {
                                return true;
                            }
                        }
                        server.signal("CONT");
                        return false;
                    });
        }
    }
}
