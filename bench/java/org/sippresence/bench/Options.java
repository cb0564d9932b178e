package org.sippresence.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line.
 *
 * @param texts options with a value, by their names without dashes
 * @param flags options without a value
 * @param scenarios as given
 */
record Options(Map<String, String> texts, List<String> flags, List<String> scenarios) {

    private static final List<String> TEXTS = List.of(
            "target",
            "domain",
            "http",
            "token",
            "process",
            "label",
            "round",
            "out",
            "sockets",
            "bind",
            "patience",
            "warm-up",
            "restart-command",
            "fault-command",
            "measure-command",
            "digest",
            "accounts-command");
    private static final List<String> FLAGS = List.of("strict", "quiet-results");

    Options {
        texts = Map.copyOf(texts);
        flags = List.copyOf(flags);
        scenarios = List.copyOf(scenarios);
    }

    /**
     * Reads the command line.
     *
     * @throws BadArguments if it is invalid
     */
    static Options parse(List<String> arguments) {
        Map<String, String> texts = new LinkedHashMap<>();
        List<String> flags = new ArrayList<>();
        List<String> scenarios = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String name = argument.startsWith("--") ? argument.substring(2) : "";
            if (name.isEmpty()) {
                scenarios.add(argument);
            } else if (FLAGS.contains(name)) {
                flags.add(name);
            } else if (!TEXTS.contains(name)) {
                throw new BadArguments("no option " + argument);
            } else if (i + 1 == arguments.size()) {
                throw new BadArguments(argument + " needs a value");
            } else {
                i++;
                texts.put(name, arguments.get(i));
            }
        }
        Options options = new Options(texts, flags, scenarios);
        options.check();
        return options;
    }

    private void check() {
        target();
        sockets();
        bind();
        round();
        patienceSeconds();
        warmUp();
        http();
        processes();
        digest();
        if (scenarios.isEmpty()) {
            throw new BadArguments("no scenario given; there are " + Scenarios.names());
        }
    }

    private String text(String name, String otherwise) {
        return texts.getOrDefault(name, otherwise);
    }

    InetSocketAddress target() {
        String target = text("target", "127.0.0.1:5060");
        int colon = target.lastIndexOf(':');
        String host = colon < 0 ? "" : target.substring(0, colon);
        int port = colon < 0 ? 0 : number("target", target.substring(colon + 1), 65_535);
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (host.isEmpty() || address.isUnresolved()) {
            throw new BadArguments("--target is HOST:PORT, not " + target);
        }
        return address;
    }

    private static int number(String option, String text, int most) {
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number > 0 && number <= most) {
                return number;
            }
        }
        throw new BadArguments("--" + option + " takes a number from 1 to " + most + ", not " + text);
    }

    String domain() {
        return text("domain", "example.org");
    }

    /** The server's HTTP address, without a slash at its end. */
    Optional<URI> http() {
        try {
            return Optional.ofNullable(texts.get("http")).map(URI::create);
        } catch (IllegalArgumentException e) {
            throw new BadArguments("--http is no URI: " + texts.get("http"));
        }
    }

    /** The file with the admin token. */
    Optional<Path> token() {
        return Optional.ofNullable(texts.get("token")).map(Path::of);
    }

    /** Process ids by the labels of the results; {@code @FILE} names a file that is read each time. */
    Map<String, String> processes() {
        Map<String, String> processes = new LinkedHashMap<>();
        for (String pair : text("process", "").split(",", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (!pair.matches("\\w+=([0-9]{1,9}|@.+)")) {
                throw new BadArguments("--process is LABEL=PID or LABEL=@FILE, not " + pair);
            }
            int equals = pair.indexOf('=');
            processes.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return processes;
    }

    String label() {
        return text("label", "server");
    }

    int round() {
        return number("round", text("round", "1"), 1_000_000);
    }

    Optional<Path> out() {
        return flags.contains("quiet-results")
                ? Optional.empty()
                : Optional.ofNullable(texts.get("out")).map(Path::of);
    }

    /** UDP sockets of the generator. */
    int sockets() {
        return number("sockets", text("sockets", "8"), 1_024);
    }

    /** Local addresses of the sockets, in turn; empty: the system chooses. */
    List<InetAddress> bind() {
        List<InetAddress> addresses = new ArrayList<>();
        for (String each : text("bind", "").split(",", -1)) {
            if (!each.isEmpty() && !each.matches("[0-9a-fA-F.:]+")) {
                throw new BadArguments("--bind takes addresses, not " + each);
            }
            if (!each.isEmpty()) {
                addresses.add(new InetSocketAddress(each, 0).getAddress());
            }
        }
        return addresses;
    }

    /** Seconds of silence after which missing messages are counted as lost. */
    int patienceSeconds() {
        return number("patience", text("patience", "5"), 3_600);
    }

    /** Number of first scenarios that write no results. */
    int warmUp() {
        return texts.containsKey("warm-up") ? number("warm-up", text("warm-up", ""), 1_000) : 0;
    }

    /** A shell command that stops and starts the server. */
    Optional<String> restartCommand() {
        return Optional.ofNullable(texts.get("restart-command"));
    }

    /** A shell command that causes a fault of the server's environment and returns when it has ended. */
    Optional<String> faultCommand() {
        return Optional.ofNullable(texts.get("fault-command"));
    }

    /** A shell command that prints the server's resource usage, a name and a number on each line. */
    Optional<String> measureCommand() {
        return Optional.ofNullable(texts.get("measure-command"));
    }

    /** The hash function with which all users authenticate by Digest; {@code any}: the first that the server offers. */
    Optional<String> digest() {
        Optional<String> digest = Optional.ofNullable(texts.get("digest"));
        if (digest.isPresent() && !List.of("any", "md5", "sha-256").contains(digest.get())) {
            throw new BadArguments("--digest is any, md5 or sha-256, not " + digest.get());
        }
        if (digest.isPresent() && accountsCommand().isEmpty() && (http().isEmpty() || token().isEmpty())) {
            throw new BadArguments("--digest needs --accounts-command, or --http and --token");
        }
        return digest;
    }

    /** A shell command that creates the accounts of the file that is its last argument: USER, DOMAIN and PASSWORD a line. */
    Optional<String> accountsCommand() {
        return Optional.ofNullable(texts.get("accounts-command"));
    }

    boolean strict() {
        return flags.contains("strict");
    }

    boolean quietResults() {
        return flags.contains("quiet-results");
    }
}
