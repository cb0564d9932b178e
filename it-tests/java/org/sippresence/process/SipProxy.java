package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.sippresence.sipclient.FreePorts;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestTarget;
import org.sippresence.sipclient.Transport;

/**
 * A proxy of another project that stands in front of a server, as a process on an address of its own, with a configuration of
 * {@code docs/proxies}: only the addresses, the accounts and the directory of the modules are replaced.
 */
final class SipProxy implements AutoCloseable {

    static final String ADDRESS = "127.0.0.2";

    /** The address of clients: neither the server nor the proxy. */
    static final String CLIENT = "127.0.0.3";

    private static final Path CONFIGURATIONS = Path.of("docs", "proxies");
    private static final String SAMPLE = "0".repeat(32);
    private static final int STOP_SECONDS = 20;

    private final int port = FreePorts.next();
    private final Process process;
    private final ProcessOutput output;

    /** An installed proxy, with the arguments that keep it in the foreground. */
    record Program(Path executable, List<String> arguments) {}

    private SipProxy(Path directory, Program program, String configuration, ServerProcess server) {
        Path file = directory.resolve("proxy.cfg");
        try {
            Files.writeString(file, addressed(configuration, server));
            List<String> command = Stream.concat(
                            Stream.of(program.executable().toString(), "-f", file.toString()),
                            program.arguments().stream())
                    .toList();
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        output = new ProcessOutput(process.inputReader());
    }

    /**
     * Starts the proxy, and waits until it answers.
     *
     * @param configuration text of a file of {@code docs/proxies}, with other accounts
     */
    static SipProxy started(Path directory, Program program, String configuration, ServerProcess server) {
        SipProxy proxy = new SipProxy(directory, program, configuration, server);
        try (SipEndpoint endpoint = SipEndpoint.open(CLIENT)) {
            String uri = "sip:" + ADDRESS + ':' + proxy.port;
            SipMessage answer = endpoint.call(SipMessage.request("OPTIONS", uri, uri), proxy.target(Transport.UDP));
            assertThat(answer.status()).as("%s", proxy).isEqualTo(200);
        } catch (AssertionError e) {
            proxy.close();
            throw new AssertionError(proxy.toString(), e);
        }
        return proxy;
    }

    /** The configuration of a file with these accounts instead of the line with the sample. */
    static String configuration(String file, List<String> accounts) {
        try (Stream<String> lines = Files.lines(CONFIGURATIONS.resolve(file))) {
            String text = lines.map(line -> line.contains(SAMPLE) ? String.join("\n", accounts) : line)
                    .collect(Collectors.joining("\n", "", "\n"));
            assertThat(text).contains(accounts);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String addressed(String configuration, ServerProcess server) {
        return configuration
                .replace("192.0.2.10:5060", ADDRESS + ':' + port)
                .replace("192.0.2.20:5060", server.host() + ':' + server.sipPort())
                .replace("192.0.2.20", server.host());
    }

    /** The first of these files that exists; without one the test is skipped. */
    static Path found(List<Path> places, String hint) {
        List<Path> found = places.stream().filter(Files::exists).toList();
        Assumptions.assumeFalse(found.isEmpty(), "none of " + places + ": " + hint);
        return found.get(0);
    }

    TestTarget target(Transport transport) {
        return TestTarget.of(transport, ADDRESS, port);
    }

    @Override
    public void close() {
        process.destroy(); // the main process ends the others
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "proxy on " + port + ", output:\n" + String.join("\n", output.lines());
    }
}
