package org.sippresence.bench.report;

/**
 * A phase of a scenario with its number of users and watchers.
 *
 * @param users presentities, 0 if not applicable
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
