package org.sippresence.bench.report;

/**
 * What was done: a phase of a scenario at one size.
 *
 * @param users presentities, 0 if the phase has none to tell of
 * @param watchers of each presentity, 0 if there are none
 */
record ReportPhase(String scenario, String name, long users, long watchers) {

    boolean is(String scenarioWanted, String nameWanted) {
        return scenario.equals(scenarioWanted) && name.equals(nameWanted);
    }

    long subscriptions() {
        return users * watchers;
    }
}
