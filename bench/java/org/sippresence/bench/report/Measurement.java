package org.sippresence.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;

/**
 * One line of results: the figures of one phase, in one round, of one server.
 *
 * @param figures the whole line
 */
record Measurement(String label, int round, ReportPhase phase, JsonNode figures) {

    static Measurement of(JsonNode line) {
        ReportPhase phase = new ReportPhase(
                line.path("scenario").asText(),
                line.path("phase").asText(),
                line.path("users").asLong(),
                line.path("watchers").asLong());
        return new Measurement(line.path("label").asText(), line.path("round").asInt(1), phase, line);
    }

    /**
     * A figure by its name, such as {@code rate} or {@code latency_ms/p99}. Of figures for several processes, named without a
     * process, their sum.
     */
    OptionalDouble figure(String name) {
        JsonNode found = figures.at("/" + name);
        if (found.isNumber()) {
            return OptionalDouble.of(found.asDouble());
        }
        if (!found.isObject() || found.isEmpty()) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (JsonNode part : found) {
            if (!part.isNumber()) {
                return OptionalDouble.empty();
            }
            sum += part.asDouble();
        }
        return OptionalDouble.of(sum);
    }
}
