package org.sippresence.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sippresence.model.PerDomain;

/** The validated value of every key. */
final class Values {

    private final Map<String, String> initial = new HashMap<>();
    private final Map<String, String> given = new LinkedHashMap<>();

    /** By keys, then by domains. */
    private final Map<String, SortedMap<String, String>> ofDomains = new HashMap<>();

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
     * @param sources by the canonical names of known keys
     * @throws SettingsException at the first value that is invalid for its key
     */
    Values(List<Key> keys, Map<String, Given> sources) {
        Map<String, Key> byName = new HashMap<>();
        for (Key key : keys) {
            initial.put(key.name(), key.initial());
            read(key, key.name(), sources).ifPresent(value -> {
                if (!value.equals(key.initial())) {
                    key.remark().ifPresent(remark -> remarks.add(key.name() + " " + remark));
                }
            });
            byName.put(key.name(), key);
        }
        for (String name : sources.keySet()) {
            DomainKey.of(name)
                    .ifPresent(found -> read(byName.get(found.key()), name, sources)
                            .ifPresent(value -> ofDomains
                                    .computeIfAbsent(found.key(), each -> new TreeMap<>())
                                    .put(found.domain(), value)));
        }
    }

    private Optional<String> read(Key key, String name, Map<String, Given> sources) {
        Given found = sources.getOrDefault(name, new Given("", ""));
        String value = found.value();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        key.shape().objection(value).ifPresent(objection -> {
            String source = found.source();
            String shown = name + '=' + (key.shape().secret() ? "***" : value);
            throw new SettingsException(shown + (source.isEmpty() ? "" : " (from " + source + ")") + " " + objection);
        });
        given.put(name, value);
        return Optional.of(value);
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

    /** The configured values of single domains, which are in canonical form. */
    SortedMap<String, String> ofDomains(String name) {
        return Collections.unmodifiableSortedMap(ofDomains.getOrDefault(name, new TreeMap<>()));
    }

    /** The value or the default, and the values of single domains. */
    PerDomain<String> textPerDomain(String name) {
        return new PerDomain<>(text(name), ofDomains(name));
    }

    PerDomain<Integer> numberPerDomain(String name) {
        return textPerDomain(name).map(Integer::valueOf);
    }

    /**
     * Requires that values for single domains are for served ones.
     *
     * @param served in the configured order; empty if every domain is
     * @throws SettingsException if one is not
     */
    void requireServed(Set<String> served) {
        ofDomains.forEach((name, values) -> values.keySet().forEach(domain -> {
            if (!served.isEmpty() && !served.contains(domain)) {
                throw new SettingsException(name + DomainKey.SEPARATOR + domain + ": " + domain + " is not in domains="
                        + String.join(",", served));
            }
        }));
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
