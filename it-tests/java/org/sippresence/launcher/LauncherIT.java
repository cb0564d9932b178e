package org.sippresence.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.FreePorts;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;

class LauncherIT {

    @TempDir
    private Path directory;

    @Test
    void wrongOptionExitsWithTwo() throws Exception {
        assertRefused(2, "presence: unknown option --prot, see --help", "--prot", "5060");
    }

    @Test
    void unknownKeyNamesTheNearestOne() throws Exception {
        assertThat(refusal(2, "--set", "max_expirs=10")).contains("max_expirs").contains("max_expires");
    }

    @Test
    void valueOutOfRangeNamesKeyAndValue() throws Exception {
        assertThat(refusal(2, "--set", "max_expires=-5")).contains("max_expires=-5");
    }

    @Test
    void databaseUrlThatIsNoneExitsWithTwo() throws Exception {
        assertThat(refusal(2, "--set", "db_url=nonsense")).contains("db_url=nonsense");
    }

    @Test
    void databaseThatCannotBeOpenedExitsWithOne() throws Exception {
        assertThat(refusal(1, "--set", "db_url=mysql://nobody:secret@127.0.0.1:" + FreePorts.next() + "/none"))
                .doesNotContain("secret");
    }

    @Test
    void dataDirectoryThatCannotBeWrittenExitsWithOne() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(refusal(1, "--data", file.toString())).contains(file.toString());
    }

    @Test
    void publicAddressWithoutAuthenticationExitsWithTwo() throws Exception {
        assertThat(refusal(2, "--bind", "0.0.0.0", "--set", "authentication=off"))
                .contains("authentication=off")
                .contains("0.0.0.0");
    }

    @Test
    void publicHttpWithoutAProxyExitsWithTwo() throws Exception {
        assertThat(refusal(2, "--set", "http_bind=0.0.0.0"))
                .contains("http_bind=0.0.0.0")
                .contains("http_proxied=1");
    }

    @Test
    void offlineWatchersWithoutADatabaseExitWithTwo() throws Exception {
        assertThat(refusal(2, "--set", "use_db=0", "--set", "use_offline_winfo=1"))
                .contains("use_offline_winfo=1")
                .contains("use_db=0");
    }

    @Test
    void whatIsWrittenIsForTheServersUserAloneWhateverTheUmask() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (LauncherProcess server = LauncherProcess.start(directory, "--set", "auth=none")) {
            server.ready();
            assertPrivate(data);
            server.terminate();
            assertThat(server.exitCode()).isZero();
            assertPrivate(data);
        }
    }

    private static void assertPrivate(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            List<Path> all = files.toList();
            assertThat(all).contains(data.resolve("presence.mv.db"), data.resolve("admin.token"));
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("%s", file)
                        .endsWith("------");
            }
        }
    }

    @Test
    void aRelativeDataDirectoryOfTheSettingsIsBelowTheHome() throws Exception {
        Path config = Files.writeString(directory.resolve("c.properties"), "data=file-of-test\n");
        Path home = Path.of("target/dist").toAbsolutePath();
        Path file = Files.writeString(home.resolve("file-of-test"), "");
        try {
            assertThat(refusal(1, "--config", config.toString())).contains(file.toString());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void configurationFileThatIsMissingExitsWithTwo() throws Exception {
        assertThat(refusal(2, "--config", "missing.properties")).contains("missing.properties");
    }

    @Test
    void takenSipPortExitsWithOne() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(refusal(1, "--sip-port", port)).contains("udp:127.0.0.1:" + port);
        }
    }

    @Test
    void takenHttpPortExitsWithOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(refusal(1, "--http-port", port)).contains("http:127.0.0.1:" + port);
        }
    }

    @Test
    void helpSaysHowAndExitsWithZero() throws Exception {
        try (LauncherProcess server = LauncherProcess.start(directory, "--help")) {
            assertThat(server.exitCode()).isZero();
            assertThat(String.join("\n", server.output()))
                    .contains("--sip-port N")
                    .contains("--set KEY=VALUE");
        }
    }

    @Test
    void servesWhatTheReadyLineSaysAndStopsInOrder() throws Exception {
        try (LauncherProcess server =
                LauncherProcess.start(directory, "--set", "auth=none").ready()) {
            try (SipEndpoint endpoint = SipEndpoint.open()) {
                SipMessage options = SipMessage.request("OPTIONS", "sip:bob@example.org", "sip:alice@example.org");
                assertThat(endpoint.call(options, server.target(Transport.UDP)).status())
                        .isEqualTo(200);
            }
            assertThat(AdminClient.send(new AdminClient(server, "none").anonymous("/health/live"))
                            .statusCode())
                    .isEqualTo(200);

            long asked = System.nanoTime();
            server.terminate();

            assertThat(server.exitCode()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
            assertThat(server.errors()).isEmpty();
            assertThat(server.output())
                    .filteredOn(line -> line.startsWith("READY "))
                    .hasSize(1);
            assertThat(server.output()).as("one line for each event").hasSizeLessThan(6);
        }
    }

    @Test
    void servesOnIpVersionSix() throws Exception {
        try (LauncherProcess server = LauncherProcess.start(directory, "--bind", "::1", "--set", "auth=none")
                .ready()) {
            assertThat(server.output()).anyMatch(line -> line.startsWith("READY sip=udp:[0:0:0:0:0:0:0:1]:"));
            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
    }

    private void assertRefused(int exitCode, String line, String... options) throws Exception {
        assertThat(refusal(exitCode, options)).isEqualTo(line);
    }

    /** The one line. */
    private String refusal(int exitCode, String... options) throws Exception {
        try (LauncherProcess server = LauncherProcess.start(directory, options)) {
            assertThat(server.exitCode()).as("%s", server.errors()).isEqualTo(exitCode);
            assertThat(server.errors()).hasSize(1);
            assertThat(server.output()).noneMatch(line -> line.startsWith("\tat ") || line.startsWith("READY"));
            return server.errors().get(0);
        }
    }
}
