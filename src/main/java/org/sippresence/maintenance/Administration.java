package org.sippresence.maintenance;

import java.util.List;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.EventName;

/** The operations for administrators, one class for each subject. */
public record Administration(
        EventPackages packages,
        PresentityReports presentities,
        SubscriptionAdministration subscriptions,
        WatcherUpdates watcherUpdates,
        AuthorizationExplainer authorization,
        Cleanup cleanup,
        ServerMetrics metrics,
        Readiness readiness) {

    /** Returns the event packages of this server. */
    public List<EventName> events() {
        return packages.all().stream().map(EventPackage::name).toList();
    }

    /** Returns those event packages that compose one document for all watchers. */
    public List<EventName> composedEvents() {
        return packages.all().stream()
                .filter(each -> each.composer().isPresent())
                .map(EventPackage::name)
                .toList();
    }
}
