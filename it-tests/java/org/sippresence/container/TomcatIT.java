package org.sippresence.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.settings.ServerSettings;

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
        Path tomcat = install(addresses, options);
        Process process = new ProcessBuilder(tomcat.resolve("bin/catalina.sh").toString(), "run")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        try {
            await().atMost(PATIENCE).until(() -> isReady(addresses) || !process.isAlive());
            assertNotifies(addresses);
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

    private static boolean isReady(Addresses addresses) throws InterruptedException {
        URI ready = URI.create("http://" + Addresses.text(addresses.http()) + "/health/ready");
        try {
            return HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertNotifies(Addresses addresses) throws IOException {
        try (ContainerWire wire = new ContainerWire(addresses.sip())) {
            wire.send(ContainerWire.request(
                    "SUBSCRIBE",
                    "UDP " + wire.here() + ";branch=z9hG4bKt1",
                    "Event: presence",
                    "Expires: 600",
                    "Contact: <sip:bob@" + wire.here() + ">"));

            assertThat(wire.receive()).startsWith("SIP/2.0 200 ");
            assertThat(wire.receive())
                    .startsWith("NOTIFY sip:bob@" + wire.here())
                    .contains("application/pidf+xml");
        }
    }
}
