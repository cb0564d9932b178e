package org.sippresence.settings;

/**
 * How work is spread.
 *
 * @param lanes how many, at least 1
 */
public record EngineSettings(int lanes) {

    public static EngineSettings defaults() {
        return new EngineSettings(2 * Runtime.getRuntime().availableProcessors());
    }
}
