package org.sippresence.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values of a scenario's parameters.
 *
 * @param values all that the scenario knows, in its order
 */
record ScenarioParameters(Map<String, String> values) {

    private static final double MOST = 1e9;

    ScenarioParameters {
        values = new LinkedHashMap<>(values);
    }

    /** Defaults as {@code key=value,key=value}; a default that is a number accepts numbers only. */
    static ScenarioParameters of(String defaults) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : defaults.split(",", -1)) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new ScenarioParameters(values);
    }

    /**
     * These with some others.
     *
     * @param text {@code key=value,key=value}, may be empty
     * @throws BadArguments if there is no such key, or the value is not of its kind
     */
    ScenarioParameters with(String text) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        for (String pair : text.split(",", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            String before = values.getOrDefault(key, "");
            if (equals < 0 || !values.containsKey(key)) {
                throw new BadArguments("no parameter " + pair + "; there are " + values);
            }
            String value = pair.substring(equals + 1);
            if (isNumber(before) && !isNumber(value)) {
                throw new BadArguments(key + " is a number from 0 to 1000000000, not " + value);
            }
            changed.put(key, value);
        }
        return new ScenarioParameters(changed);
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,10}(\\.[0-9]{1,9})?") && Double.parseDouble(text) <= MOST;
    }

    /** A number without its decimal places. */
    int integer(String name) {
        return (int) number(name);
    }

    double number(String name) {
        return Double.parseDouble(text(name));
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return value;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }
}
