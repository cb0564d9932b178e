package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.process.ForeignPhone.Program;
import org.sippresence.process.ForeignPhone.User;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Phones of other projects with passwords, where they are installed. */
class ForeignClientsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "secret.of-a-phone";

    @TempDir
    private Path directory;

    private ServerProcess started(Program program) {
        assumeTrue(program.isInstalled(), program.hint());
        Map<String, String> settings = program == Program.BARESIP
                ? Map.of("auth", "none", "authentication", "digest", "digest_algorithms", "md5")
                : Map.of("auth", "none", "authentication", "digest");
        return ServerProcess.started(directory.resolve("data"), settings);
    }

    private static void account(ServerProcess server, String user) {
        assertThat(server.admin()
                        .put("/api/v1/subscribers/" + user, "{\"password\":\"" + PASSWORD + "\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    private static String name(String uri) {
        return uri.substring("sip:".length(), uri.indexOf('@'));
    }

    private static int registrations(ServerProcess server, String user) {
        return server.admin().get("/api/v1/registrations/" + user).statusCode();
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void phoneWithPasswordRegistersPublishesAndWatches(Program program) {
        try (ServerProcess server = started(program);
                Scene scene = Scene.of(server, Transport.UDP)) {
            String alice = scene.user("alice");
            String bob = scene.user("bob");
            List.of(alice, bob).forEach(user -> account(server, user));
            scene.authenticating(bob, PASSWORD);
            WatcherDialog watcher = scene.watcher(alice, bob);
            assertThat(watcher.subscribe(600).status()).isEqualTo(200);
            assertThat(watcher.next().text()).contains("<basic>closed</basic>");
            User user = new User(name(alice), PASSWORD, bob);
            try (ForeignPhone phone = ForeignPhone.started(program, directory.resolve("phone"), user, server)) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(registrations(server, alice))
                                .as(phone.log())
                                .isEqualTo(200));
                phone.online();
                watcher.awaitLast(
                        notification -> notification.text().contains("<basic>open</basic>")
                                && notification.text().contains(alice),
                        PATIENCE);
                TestPublisher publisher = scene.publisher(bob);
                assertThat(publisher.publishOpen("bob is here").status()).isEqualTo(200);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(phone.log()).contains("bob is here"));
                assertThat(phone.log()).contains("Authorization:");
            }
            server.assertNoLaneFailed();
        }
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void phoneWithWrongPasswordDoesNothing(Program program) {
        try (ServerProcess server = started(program);
                Scene scene = Scene.of(server, Transport.UDP)) {
            String alice = scene.user("alice");
            account(server, alice);
            User user = new User(name(alice), "guessed", alice);
            try (ForeignPhone phone = ForeignPhone.started(program, directory.resolve("phone"), user, server)) {
                await().atMost(PATIENCE).until(() -> refusals(phone) >= 2);
                assertThat(registrations(server, alice)).as(phone.log()).isEqualTo(404);
                assertThat(phone.log()).doesNotContain("SIP/2.0 200");
            }
        }
    }

    private static long refusals(ForeignPhone phone) {
        return phone.log()
                .lines()
                .filter(line -> line.startsWith("SIP/2.0 401"))
                .count();
    }
}
