package org.sippresence.container;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sippresence.settings.PrivateFiles;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SettingsException;

/**
 * The server's {@code main}: reads the command line, starts, prints {@code READY}, and stops gracefully on a signal.
 *
 * <p>System property {@code presence.home}: the directory of the distribution ({@code conf}, {@code webapps}). Standard output
 * carries the log and the one line that begins with {@code READY }; standard error carries one line with the reason of a failed
 * start or an early end.
 */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] arguments) {
        Shutdown shutdown = new Shutdown();
        try {
            CommandLine options = CommandLine.parse(arguments);
            if (options.help()) {
                System.out.printf(CommandLine.USAGE, System.getProperty("presence.command", "presence"));
                return;
            }
            run(options, shutdown, System.out);
            shutdown.await();
        } catch (StartException e) {
            System.err.println("presence: " + e.getMessage().lines().findFirst().orElse("failed"));
            shutdown.exit(e.exitCode());
        } catch (InterruptedException e) {
            shutdown.exit(StartException.FAILURE);
        }
    }

    private static void run(CommandLine options, Shutdown shutdown, PrintStream out) throws StartException {
        Path home = Path.of(System.getProperty("presence.home", "."));
        Path base = Path.of(System.getProperty("presence.base", home.toString()));
        Optional<Path> config = options.config()
                .or(() -> Optional.of(home.resolve("conf/presence.properties")).filter(Files::isRegularFile));
        Settings settings = settings(options.explicit(), config, base);
        // read by the logging library, here and in the application
        System.setProperty("log_level", settings.logLevel().toUpperCase(Locale.ROOT));
        StartLog log = StartLog.open();
        Addresses addresses = Addresses.of(settings.server()).with(settings.tls());
        SecureTransports.prepare(settings.tls());
        Path data = settings.server().data().toAbsolutePath().normalize();
        makeData(data);
        PrintStream err = System.err; // before it is redirected
        EmbeddedServer server = new EmbeddedServer(
                addresses,
                data.resolve("container"),
                new Deployment(
                        home.resolve("webapps/presence"),
                        withPlaces(options.explicit(), addresses, data),
                        config,
                        reason -> stop(reason, shutdown, err)),
                Launcher.class.getClassLoader());
        shutdown.onTermination(server::stop);
        try {
            server.start();
        } catch (StartException e) {
            if (e.exitCode() == StartException.FAILURE && e.getMessage().endsWith("see the log")) {
                log.flush();
            }
            throw e;
        }
        log.release();
        StandardError.redirect();
        String sip =
                addresses.listeners().stream().map(Addresses.Listener::text).collect(Collectors.joining(","));
        out.printf("READY sip=%s http=http://%s/ data=%s%n", sip, Addresses.text(addresses.http()), data);
        out.flush();
    }

    /** Stops on a separate thread, because the exit waits until the application has stopped. */
    private static void stop(String reason, Shutdown shutdown, PrintStream err) {
        err.println("presence: " + reason);
        new Thread(() -> shutdown.exit(StartException.FAILURE), "stop-early").start();
    }

    /** Adds the port that was chosen, and the data directory, which must not depend on the application's own base directory. */
    private static Map<String, String> withPlaces(Map<String, String> explicit, Addresses addresses, Path data) {
        Map<String, String> known = new HashMap<>(explicit);
        known.put("http_port", Integer.toString(addresses.http().getPort()));
        known.put("data", data.toString());
        return known;
    }

    /** Creates the data directory. The application warns if other users can read it. */
    private static void makeData(Path data) throws StartException {
        try {
            PrivateFiles.makeDirectory(data);
        } catch (IOException e) {
            throw new StartException("cannot write to the directory " + data);
        }
    }

    private static Settings settings(Map<String, String> explicit, Optional<Path> config, Path base)
            throws StartException {
        try {
            return Settings.load(explicit, config.orElse(null), base);
        } catch (SettingsException e) {
            throw new StartException(StartException.USAGE, e.getMessage());
        }
    }
}
