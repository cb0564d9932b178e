package org.sippresence.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sources of values, added in ascending priority: file, environment, explicit. A key with an empty value counts as not set and
 * hides the values of sources with lower priority.
 */
final class SettingSources {

    private static final String PREFIX = "PRESENCE_";

    /**
     * Environment variables farther from every key than this edit distance belong to other programs, such as
     * Kubernetes' PRESENCE_PORT.
     */
    private static final int NEAR = 2;

    /** Variables of the scripts, which pass them on to the server's process. */
    private static final Set<String> SCRIPTS = Set.of("PRESENCE_BASE", "PRESENCE_COMMAND", "PRESENCE_JAVA_OPTS");

    private final Map<String, Values.Given> given = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    /** Adds the entries of a properties file in UTF-8. */
    SettingSources file(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("the configuration file " + file + " cannot be read: " + reason(e));
        }
        Map<String, String> values = new HashMap<>();
        properties.forEach((key, value) -> values.put((String) key, (String) value));
        return add(canonical(values, "in " + file), file.toString());
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException ? "it does not exist" : e.toString();
    }

    /** Adds the variables that begin with {@code PRESENCE_}. */
    SettingSources environment(Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        environment.forEach((variable, value) -> {
            String key = variable.startsWith(PREFIX)
                    ? variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT)
                    : "";
            if (AllKeys.find(key).isPresent()) {
                values.put(key, value);
            } else if (DomainKey.of(key).isPresent()) {
                throw new SettingsException("the environment variable " + variable
                        + " cannot set a value for a single domain; set it in the file or on the command line");
            } else if (!key.isEmpty() && !SCRIPTS.contains(variable)) {
                foreign(variable, key);
            }
        });
        return add(values, "the environment");
    }

    private void foreign(String variable, String key) {
        Key nearest = AllKeys.nearest(key);
        String nearestVariable = PREFIX + nearest.name().toUpperCase(Locale.ROOT);
        if (AllKeys.distance(key, nearest.name()) <= NEAR) {
            throw new SettingsException(
                    "unknown key " + variable + " in the environment; did you mean " + nearestVariable + "?");
        }
        warnings.add("the environment variable " + variable + " is an unknown key and is ignored");
    }

    /** Adds values given by the caller, on the command line or by a test. */
    SettingSources explicit(Map<String, String> values) {
        return add(canonical(values, ""), "");
    }

    /** Returns the values by the canonical names of their keys. */
    private static Map<String, String> canonical(Map<String, String> values, String where) {
        Map<String, String> canonical = new HashMap<>();
        values.forEach((name, value) -> {
            String key = DomainKey.of(name)
                    .map(given -> requireDomainKey(given, where))
                    .orElseGet(() -> requireKnown(name, where));
            if (canonical.put(key, value) != null) {
                throw new SettingsException(key + " is set twice" + (where.isEmpty() ? "" : " " + where));
            }
        });
        return canonical;
    }

    /** Returns the canonical name of a key with a domain. */
    private static String requireDomainKey(DomainKey given, String where) {
        String shown = given.name() + (where.isEmpty() ? "" : " " + where);
        Key key = AllKeys.find(given.key())
                .orElseThrow(() -> new SettingsException("unknown key " + shown + "; did you mean "
                        + AllKeys.nearest(given.key()).name() + DomainKey.SEPARATOR + given.domain() + "?"));
        if (!key.perDomain()) {
            throw new SettingsException(shown + " cannot be set for a single domain; the keys that can: "
                    + AllKeys.ALL.stream().filter(Key::perDomain).map(Key::name).collect(Collectors.joining(", ")));
        }
        return given.canonical()
                .orElseThrow(() ->
                        new SettingsException(shown + ": after @ comes a domain such as example.org or [2001:db8::1]"))
                .name();
    }

    private static String requireKnown(String key, String where) {
        if (AllKeys.find(key).isEmpty()) {
            throw new SettingsException("unknown key " + key + (where.isEmpty() ? "" : " " + where) + "; did you mean "
                    + AllKeys.nearest(key).name() + "?");
        }
        return key;
    }

    private SettingSources add(Map<String, String> values, String name) {
        values.forEach((key, value) -> given.put(key, new Values.Given(value.strip(), name)));
        return this;
    }

    /** The values by key. */
    Map<String, Values.Given> given() {
        return given;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
