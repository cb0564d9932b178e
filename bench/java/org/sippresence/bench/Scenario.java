package org.sippresence.bench;

/** One kind of load. A new one is a class like the others and a line in {@link Scenarios}. */
interface Scenario {

    /** The name on the command line and in the results. */
    String name();

    /**
     * Its parameters with their defaults. {@code users}, {@code watchers} and {@code inflight} are copied to the results.
     */
    ScenarioParameters parameters();

    /**
     * Runs it, by one thread. What it leaves at the server is removed again, so that the next one finds it as it was.
     *
     * @throws BenchFailure if it cannot go on
     */
    void run(LoadStage stage);
}
