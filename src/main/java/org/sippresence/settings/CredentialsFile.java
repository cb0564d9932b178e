package org.sippresence.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sippresence.model.Hashes;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.OutboundCredentials.Scope;

/**
 * Reads the file that {@code credentials_file} names: one line of fields {@code name=value} for each realm, in UTF-8. A value with
 * spaces stands in double quotes. Errors name the line and never its secrets.
 */
final class CredentialsFile {

    private static final String REALM = "realm";
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String HOSTS = "hosts";
    private static final String METHODS = "methods";
    private static final List<String> NAMES =
            List.of(REALM, USERNAME, PASSWORD, "ha1-md5", "ha1-sha-256", HOSTS, METHODS);
    private static final List<String> REQUIRED = List.of(REALM, USERNAME, HOSTS);

    /** A MESSAGE is only relayed: RFC 3261 section 22.3 does not provide for a proxy that answers a challenge. */
    private static final Set<String> DEFAULT_METHODS = Set.of("SUBSCRIBE", "NOTIFY");

    private static final Set<String> ALL_METHODS = Set.of("SUBSCRIBE", "NOTIFY", "MESSAGE");

    private static final Pattern FIELD =
            Pattern.compile("\\s*+([a-z0-9-]++)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s\"]++))(?=\\s|$)");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9_.-]+)(:\\d{1,5})?");
    private static final int LARGEST = 1 << 20;

    private CredentialsFile() {}

    /**
     * Reads the file.
     *
     * @throws SettingsException if it cannot be read, has an invalid line, or may be read by other users of this machine
     */
    static List<OutboundCredentials> read(Path file) {
        List<String> lines = lines(file);
        List<OutboundCredentials> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    all.add(credentials(fields(line)));
                } catch (IllegalArgumentException e) {
                    throw invalid(file, "line " + (i + 1) + ": " + e.getMessage());
                }
            }
        }
        return List.copyOf(all);
    }

    private static List<String> lines(Path file) {
        try {
            if (PrivateFiles.isOpen(file)) {
                throw invalid(file, "other users may read it: chmod it to 0600");
            }
            if (Files.size(file) > LARGEST) {
                throw invalid(file, "it is larger than 1 MiB");
            }
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw invalid(file, "it cannot be read: " + e);
        }
    }

    private static SettingsException invalid(Path file, String reason) {
        return new SettingsException("credentials_file=" + file + ": " + reason);
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new HashMap<>();
        Matcher next = FIELD.matcher(line);
        int end = 0;
        while (end < line.length() && next.find(end) && next.start() == end) {
            String value = next.group(2) == null ? next.group(3) : next.group(2).replaceAll("\\\\(.)", "$1");
            if (!NAMES.contains(next.group(1))) {
                throw new IllegalArgumentException("a field other than " + String.join(", ", NAMES));
            }
            if (fields.put(next.group(1), value) != null) {
                throw new IllegalArgumentException("the field " + next.group(1) + " occurs twice");
            }
            end = next.end();
        }
        if (end < line.length()) {
            throw new IllegalArgumentException("not fields of the form name=value or name=\"value\"");
        }
        return fields;
    }

    private static OutboundCredentials credentials(Map<String, String> fields) {
        for (String name : REQUIRED) {
            if (fields.getOrDefault(name, "").isEmpty()) {
                throw new IllegalArgumentException("the field " + name + " is missing");
            }
        }
        return new OutboundCredentials(
                fields.get(REALM), fields.get(USERNAME), hashes(fields), new Scope(hosts(fields), methods(fields)));
    }

    private static Map<Algorithm, String> hashes(Map<String, String> fields) {
        Map<Algorithm, String> hashes = new EnumMap<>(Algorithm.class);
        for (Algorithm each : Algorithm.values()) {
            String name = "ha1-" + each.token().toLowerCase(Locale.ROOT);
            Optional<String> hash = Optional.ofNullable(fields.get(name)).map(text -> text.toLowerCase(Locale.ROOT));
            if (hash.isPresent() && !hash.get().matches(each == Algorithm.MD5 ? "[0-9a-f]{32}" : "[0-9a-f]{64}")) {
                throw new IllegalArgumentException(name + " is not a hash in hexadecimal digits");
            }
            hash.ifPresent(text -> hashes.put(each, text));
        }
        String password = fields.get(PASSWORD);
        if (hashes.isEmpty() == (password == null)) {
            throw new IllegalArgumentException("either password or ha1-md5 and ha1-sha-256 must be given");
        }
        if (password != null) {
            String a1 = fields.get(USERNAME) + ':' + fields.get(REALM) + ':' + password;
            Arrays.stream(Algorithm.values()).forEach(each -> hashes.put(each, Hashes.hash(each.token(), a1)));
        }
        return hashes;
    }

    private static Set<String> hosts(Map<String, String> fields) {
        Set<String> hosts = new HashSet<>();
        for (String each : fields.get(HOSTS).toLowerCase(Locale.ROOT).split(",", -1)) {
            Matcher host = HOST.matcher(each.strip());
            if (!host.matches()) {
                throw new IllegalArgumentException(
                        "hosts is not a list of hosts such as sip.example.org,192.0.2.1:5070");
            }
            hosts.add(canonical(host.group(1))
                    + Optional.ofNullable(host.group(2)).orElse(""));
        }
        return hosts;
    }

    private static String canonical(String host) {
        if (!host.startsWith("[")) {
            return host;
        }
        try {
            return '[' + InetAddress.getByName(host).getHostAddress() + ']';
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(host + " is not an IPv6 address", e);
        }
    }

    private static Set<String> methods(Map<String, String> fields) {
        if (!fields.containsKey(METHODS)) {
            return DEFAULT_METHODS;
        }
        Set<String> methods = Arrays.stream(fields.get(METHODS).split(",", -1))
                .map(each -> each.strip().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        if (!ALL_METHODS.containsAll(methods)) {
            throw new IllegalArgumentException("methods is not a list of SUBSCRIBE, NOTIFY and MESSAGE");
        }
        return methods;
    }
}
