package org.sippresence.bootstrap;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.sippresence.maintenance.Administration;
import org.sippresence.maintenance.AuthorizationExplainer;
import org.sippresence.maintenance.Cleanup;
import org.sippresence.maintenance.Metric;
import org.sippresence.maintenance.PresentityReports;
import org.sippresence.maintenance.Readiness;
import org.sippresence.maintenance.ReportTables;
import org.sippresence.maintenance.ServerMetrics;
import org.sippresence.maintenance.SubscriptionAdministration;
import org.sippresence.maintenance.Sweeper;
import org.sippresence.maintenance.WatcherUpdates;
import org.sippresence.settings.MaintenanceSettings;

/** Expiry, the report tables, and the operations for administrators. */
final class MaintenanceWiring {

    private static final int MARKS_BEFORE_WRITE = 100_000;

    final Sweeper sweeper;
    final ReportTables reportTables;
    final Administration administration;

    MaintenanceWiring(
            PresentityWiring state,
            DecisionWiring decisions,
            NotificationWiring notification,
            Supplier<List<Metric>> metrics,
            MaintenanceSettings settings,
            Clock clock) {
        sweeper = new Sweeper(
                state.presentities,
                decisions.publications,
                decisions.subscriptions,
                decisions.registrations,
                notification.notifier,
                clock);
        sweeper.onSwept(state.memory::recount);
        reportTables = new ReportTables(
                state.presentities,
                state.presentities.store().publishedRows().filter(tables -> settings.storeTuples()),
                MARKS_BEFORE_WRITE);
        administration = new Administration(
                decisions.packages,
                new PresentityReports(state.presentities, decisions.packages, decisions.compositions),
                new SubscriptionAdministration(state.presentities, decisions.subscriptions, notification.notifier),
                new WatcherUpdates(
                        state.presentities,
                        decisions.subscriptions,
                        notification.authorizationCache,
                        notification.reauthorizer,
                        notification.notifier),
                new AuthorizationExplainer(
                        state.presentities,
                        decisions.packages,
                        decisions.compositions,
                        notification.authorizationCache),
                new Cleanup(sweeper, reportTables),
                new ServerMetrics(state.presentities, notification.notifier, metrics),
                new Readiness(state.presentities));
    }
}
