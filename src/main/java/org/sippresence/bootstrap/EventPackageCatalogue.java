package org.sippresence.bootstrap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.events.presence.PresencePackage;
import org.sippresence.events.reg.RegPackage;
import org.sippresence.events.reg.RegReporter;
import org.sippresence.events.winfo.WatcherInfoPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.Reporter;
import org.sippresence.offline.OfflineWatchers;
import org.sippresence.presentity.DocumentChange;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.settings.RegistrationSettings;
import org.sippresence.settings.Settings;
import org.sippresence.subscription.Subscription;
import org.sippresence.xcap.XcapDiffPackage;
import org.sippresence.xcap.XcapDiffReporter;

/** The event packages of the server, each with its watcher information; a new one is listed here. */
final class EventPackageCatalogue {

    private final WatcherInfoPackages watcherInformation;
    private final XcapDiffPackage xcapDiff;
    private final EventPackages packages;

    EventPackageCatalogue(Settings settings) {
        RegistrationSettings registration = settings.registration();
        xcapDiff = new XcapDiffPackage(settings);
        watcherInformation = new WatcherInfoPackages(
                List.of(
                        new PresencePackage(
                                settings.publication().maxBody(),
                                registration.contactPriority(),
                                settings.publication().strict()),
                        new RegPackage(
                                registration.watchers().stream().map(Aor::parse).collect(Collectors.toSet())),
                        xcapDiff),
                settings.watcherInfo());
        packages = new EventPackages(watcherInformation.all());
    }

    EventPackages packages() {
        return packages;
    }

    /** The reporters of the packages that write separate documents for each subscription. */
    Map<EventName, Reporter> reporters(OfflineWatchers offlineWatchers) {
        Map<EventName, Reporter> reporters = new HashMap<>(watcherInformation.reporters(offlineWatchers));
        reporters.put(RegPackage.NAME, new RegReporter());
        reporters.put(XcapDiffPackage.NAME, xcapDiff.reporter());
        return reporters;
    }

    /** Notifies watcher information of subscriptions that were created, reauthorized or ended. Called in the lane. */
    void moved(PresentityTransaction transaction, List<Subscription> moved, Notifier notifier) {
        watcherInformation.notifyWatchers(transaction, moved, notifier);
    }

    /** Notifies watchers of a changed XCAP document. Called in the lane. */
    static void documentChanged(PresentityTransaction transaction, DocumentChange change, Notifier notifier) {
        notifier.notifyWatchers(transaction, XcapDiffPackage.NAME, List.of(XcapDiffReporter.change(change)));
    }
}
