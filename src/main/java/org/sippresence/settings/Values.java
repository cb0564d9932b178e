package org.sippresence.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The validated value of every key. */
final class Values {

    private final Map<String, String> initial = new HashMap<>();
    private final Map<String, String> given = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    /**
     * A value as the source with the highest priority gives it.
     *
     * @param source readable name of the source; empty for explicit values
     */
    record Given(String value, String source) {}

    /**
     * Validates each value separately.
     *
     * @throws SettingsException at the first value that is invalid for its key
     */
    Values(List<Key> keys, Map<String, Given> sources) {
        for (Key key : keys) {
            initial.put(key.name(), key.initial());
            Given found = sources.getOrDefault(key.name(), new Given("", ""));
            String value = found.value();
            if (!value.isEmpty()) {
                check(key, value, found.source());
                given.put(key.name(), value);
                if (!value.equals(key.initial())) {
                    key.remark().ifPresent(remark -> remarks.add(key.name() + " " + remark));
                }
            }
        }
    }

    private static void check(Key key, String value, String source) {
        key.shape().objection(value).ifPresent(objection -> {
            String shown = key.name() + '=' + (key.shape().secret() ? "***" : value);
            throw new SettingsException(shown + (source.isEmpty() ? "" : " (from " + source + ")") + " " + objection);
        });
    }

    boolean isSet(String name) {
        return given.containsKey(name);
    }

    /** The configured value or the default; the empty string if there is none. */
    String text(String name) {
        return given.getOrDefault(name, initial(name));
    }

    /** The default; the empty string if there is none. */
    String initial(String name) {
        return initial.get(name);
    }

    Optional<String> optional(String name) {
        return Optional.of(text(name)).filter(value -> !value.isEmpty());
    }

    List<String> list(String name) {
        return optional(name).map(value -> List.of(value.split("\\s*,\\s*"))).orElse(List.of());
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    boolean on(String name) {
        return text(name).equals("1");
    }

    /** The constant that a choice names. */
    <E extends Enum<E>> E constant(String name, Class<E> type) {
        return Enum.valueOf(type, text(name).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** A number of seconds; empty if it is zero or less. */
    Optional<Duration> period(String name) {
        return Optional.of(number(name)).filter(seconds -> seconds > 0).map(Duration::ofSeconds);
    }

    /** The configured values, unchanged. */
    Map<String, String> given() {
        return Map.copyOf(given);
    }

    /** The remarks of the configured keys. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }
}
