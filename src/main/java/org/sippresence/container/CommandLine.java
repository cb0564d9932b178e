package org.sippresence.container;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The options of the launcher. {@code --option VALUE} and {@code --option=VALUE} are equivalent; the last of repeated options
 * wins.
 *
 * @param explicit settings by key, from {@code --set} and from the options that abbreviate a setting
 * @param config the file named by {@code --config}
 * @param help whether only the usage text is requested
 */
record CommandLine(Map<String, String> explicit, Optional<Path> config, boolean help) {

    private static final Map<String, String> KEYS = Map.of(
            "--bind", "sip_bind",
            "--sip-port", "sip_port",
            "--http-port", "http_port",
            "--data", "data",
            "--import-kamailio", "import_kamailio");

    static final String USAGE = """
            usage: %s [option]...

              --bind ADDR        address for SIP over UDP and TCP (127.0.0.1)
              --sip-port N       port for SIP (5060); 0: any free one
              --http-port N      port for HTTP (8080); 0: any free one
              --data DIR         directory of the embedded database (data, below the home of the server)
              --import-kamailio URL
                                 copy publications and XCAP documents from Kamailio's database, then serve
              --config FILE      settings, one KEY=VALUE a line (conf/presence.properties)
              --set KEY=VALUE    one setting; may be repeated
              --take-over        take the database from another server, which is dead
              --help             this text

            Settings come from the file, then from PRESENCE_<KEY> in the environment, then from the options.
            Exit codes: 0 stopped, 1 could not start or lost the database to another server, 2 wrong option, key or value.
            """;

    static CommandLine parse(String... arguments) throws StartException {
        Map<String, String> explicit = new LinkedHashMap<>();
        Path config = null;
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String option = equals < 0 ? argument : argument.substring(0, equals);
            if (option.equals("--help") || option.equals("-h")) {
                return new CommandLine(Map.of(), Optional.empty(), true);
            }
            if (option.equals("--take-over")) {
                if (equals >= 0) {
                    throw new StartException(StartException.USAGE, option + " takes no value, see --help");
                }
                explicit.put("take_over", "1");
                continue;
            }
            if (!KEYS.containsKey(option) && !option.equals("--config") && !option.equals("--set")) {
                throw new StartException(StartException.USAGE, "unknown option " + option + ", see --help");
            }
            if (equals < 0 && !rest.hasNext()) {
                throw new StartException(StartException.USAGE, option + " needs a value, see --help");
            }
            String value = equals < 0 ? rest.next() : argument.substring(equals + 1);
            if (option.equals("--config")) {
                config = Path.of(value);
            } else if (option.equals("--set")) {
                set(explicit, value);
            } else {
                explicit.put(KEYS.get(option), value);
            }
        }
        // on the command line a path is relative to the working directory, elsewhere it is not
        explicit.computeIfPresent("data", (key, path) -> path.isEmpty() ? path : absolute(path));
        return new CommandLine(Map.copyOf(explicit), Optional.ofNullable(config), false);
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }

    private static void set(Map<String, String> explicit, String pair) throws StartException {
        int equals = pair.indexOf('=');
        if (equals <= 0) {
            throw new StartException(StartException.USAGE, "--set needs KEY=VALUE, not " + pair);
        }
        explicit.put(
                pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
}
