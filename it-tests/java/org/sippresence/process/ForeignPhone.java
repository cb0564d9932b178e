package org.sippresence.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sippresence.sipclient.FreePorts;
import org.sippresence.sipclient.SipServer;

/** A phone of another project, as a process with a configuration of its own. It registers, publishes and watches one friend. */
final class ForeignPhone implements AutoCloseable {

    private static final Path LIBRARIES = Path.of("/usr/lib");

    /** Programs of Debian. */
    enum Program {
        /** Knows MD5 only: its library fails at a challenge with another algorithm, wherever it stands among others. */
        BARESIP("baresip", "baresip-core"),
        LINPHONE("linphonec", "linphone-cli");

        private final String command;
        private final String debianPackage;

        Program(String command, String debianPackage) {
            this.command = command;
            this.debianPackage = debianPackage;
        }

        boolean isInstalled() {
            return Files.isExecutable(Path.of("/usr/bin", command))
                    && (this != BARESIP || modules().isPresent());
        }

        String hint() {
            return command + " is not installed (Debian: apt-get install --no-install-recommends " + debianPackage
                    + ')';
        }
    }

    /**
     * Whose phone it is.
     *
     * @param name user part of the address in example.org
     * @param friend SIP URI of the presentity that it watches
     */
    record User(String name, String password, String friend) {}

    private final Program program;
    private final Process process;
    private final ProcessOutput output;
    private final int console = FreePorts.next();

    private ForeignPhone(Program program, Path directory, User user, SipServer server) {
        this.program = program;
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(
                            program == Program.BARESIP
                                    ? baresip(directory, user, server)
                                    : linphone(directory, user, server))
                    .redirectErrorStream(true);
            builder.environment().put("HOME", directory.toString());
            process = builder.start();
            output = new ProcessOutput(process.inputReader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a phone. */
    static ForeignPhone started(Program program, Path directory, User user, SipServer server) {
        return new ForeignPhone(program, directory, user, server);
    }

    private static Optional<Path> modules() {
        try (Stream<Path> found =
                Files.find(LIBRARIES, 4, (path, attributes) -> path.endsWith("modules/presence.so"))) {
            return found.filter(path -> path.toString().contains("baresip"))
                    .map(Path::getParent)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private List<String> baresip(Path directory, User user, SipServer server) throws IOException {
        Files.write(
                directory.resolve("config"),
                List.of(
                        "poll_method epoll",
                        "sip_listen 127.0.0.1:" + FreePorts.next(),
                        "module_path " + modules().orElseThrow(),
                        "module cons.so",
                        "module_tmp account.so",
                        "module_app contact.so",
                        "module_app menu.so",
                        "module_app presence.so",
                        "cons_listen 127.0.0.1:" + console,
                        "net_interface 127.0.0.1"));
        Files.writeString(
                directory.resolve("accounts"),
                "<sip:" + user.name() + "@example.org>;auth_user=" + user.name() + ";auth_pass=" + user.password()
                        + ";regint=60;pubint=60;outbound=\"sip:127.0.0.1:" + server.sipPort() + "\"\n");
        Files.writeString(directory.resolve("contacts"), "\"Friend\" <" + user.friend() + ">;presence=p2p\n");
        return List.of("baresip", "-4", "-s", "-f", directory.toString());
    }

    private static List<String> linphone(Path directory, User user, SipServer server) throws IOException {
        Files.createDirectories(directory.resolve(".local/share/linphone"));
        String proxy = "<sip:127.0.0.1:" + server.sipPort() + ";transport=udp";
        int port = FreePorts.next();
        Path file = Files.writeString(directory.resolve("linphonerc"), """
                [sip]
                sip_port=%1$d
                sip_tcp_port=0
                sip_tls_port=0
                bind_address=127.0.0.1
                contact=sip:%2$s@127.0.0.1:%1$d
                guess_hostname=0
                use_ipv6=0
                default_proxy=0
                publish_presence=1

                [proxy_0]
                reg_proxy=%3$s>
                reg_route=%3$s;lr>
                reg_identity=sip:%2$s@example.org
                reg_expires=60
                reg_sendregister=1
                publish=1
                publish_expires=60

                [auth_info_0]
                username=%2$s
                passwd=%4$s
                realm=example.org
                domain=example.org

                [friend_0]
                url="Friend" <%5$s>
                pol=accept
                subscribe=1
                """.formatted(
                        port, user.name(), proxy, user.password(), user.friend()));
        return List.of("linphonec", "-d", "6", "-c", file.toString());
    }

    /** Publishes that the user is there; liblinphone does so by itself. */
    void online() {
        if (program == Program.BARESIP) {
            try (DatagramSocket socket = new DatagramSocket()) {
                byte[] command = "/presence_online\n".getBytes(US_ASCII);
                socket.send(new DatagramPacket(
                        command, command.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), console)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Everything that it printed so far, with all SIP messages. */
    String log() {
        return String.join("\n", output.lines());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
