package org.sippresence.settings;

/**
 * Settings of the lanes.
 *
 * @param lanes number of lanes, at least 1
 */
public record EngineSettings(int lanes) {

    public static EngineSettings defaults() {
        return new EngineSettings(2 * Runtime.getRuntime().availableProcessors());
    }
}
