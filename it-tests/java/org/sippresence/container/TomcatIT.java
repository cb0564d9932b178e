package org.sippresence.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.settings.ServerSettings;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipServer;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** The WAR on a stock Tomcat, as {@code scripts/install-tomcat} sets it up and {@code docs/deploy.md} describes it. */
class TomcatIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    void servesAndNotifiesOnAStockTomcatWithTheHooks() throws Exception {
        assertServes();
    }

    @Test
    void servesAndNotifiesWithoutTheHooks() throws Exception {
        assertServes("--plain");
    }

    private void assertServes(String... options) throws Exception {
        Addresses addresses = Addresses.of(new ServerSettings("127.0.0.1", 0, "127.0.0.1", 0, directory));
        ServerUnderTest server = new ServerUnderTest(addresses.sip(), addresses.http(), directory, () -> {});
        Path tomcat = install(addresses, options);
        Process process = new ProcessBuilder(tomcat.resolve("bin/catalina.sh").toString(), "run")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        try {
            await().atMost(PATIENCE).until(() -> isReady(server) || !process.isAlive());
            assertNotifies(server);
            assertThat(Files.readAllLines(directory.resolve("output")))
                    .as("a stack trace")
                    .noneMatch(line -> line.startsWith("\tat "));
        } finally {
            process.destroy();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        assertThat(Files.readAllLines(directory.resolve("output")))
                .as("after the stop")
                .noneMatch(line -> line.contains("NoClassDefFoundError"));
    }

    private Path install(Addresses addresses, String... options) throws IOException, InterruptedException {
        Path tomcat = directory.resolve("tomcat");
        List<String> command = new ArrayList<>(List.of(
                "scripts/install-tomcat",
                "--sip-port",
                Integer.toString(addresses.sip().getPort()),
                "--http-port",
                Integer.toString(addresses.http().getPort())));
        command.addAll(List.of(options));
        command.add(tomcat.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
        Files.writeString(
                tomcat.resolve("conf/presence.properties"), "auth=none\ndata=" + directory.resolve("data") + "\n");
        return tomcat;
    }

    private static boolean isReady(ServerUnderTest server) {
        try {
            return AdminClient.send(new AdminClient(server, "none").anonymous("/health/ready"))
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static void assertNotifies(SipServer server) {
        try (Scene scene = Scene.of(server, Transport.UDP)) {
            WatcherDialog watcher = scene.watcher(scene.user("alice"));
            assertThat(watcher.subscribe(600).status()).isEqualTo(200);
            assertThat(watcher.next().contentType()).isEqualTo("application/pidf+xml");
        }
    }
}
