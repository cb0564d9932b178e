package org.sippresence.bench;

import java.util.function.Consumer;

/**
 * One kind of load.
 *
 * @param name on the command line and in the results
 * @param parameters with their defaults; {@code users}, {@code watchers} and {@code inflight} are copied to the results
 * @param body runs it, by one thread, and removes again what it leaves at the server, so that the next one finds it as it was;
 *     throws {@link BenchFailure} if it cannot go on
 */
record Scenario(String name, ScenarioParameters parameters, Consumer<LoadStage> body) {

    /** With the defaults of the parameters as {@code key=value,key=value}. */
    Scenario(String name, String defaults, Consumer<LoadStage> body) {
        this(name, ScenarioParameters.of(defaults), body);
    }
}
