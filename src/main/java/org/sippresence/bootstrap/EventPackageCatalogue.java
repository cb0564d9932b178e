package org.sippresence.bootstrap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sippresence.eventpackage.EventPackage;
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
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.settings.PublicationSettings;
import org.sippresence.settings.RegistrationSettings;
import org.sippresence.settings.Settings;
import org.sippresence.settings.WatcherInfoSettings;
import org.sippresence.subscription.Subscription;
import org.sippresence.xcap.XcapDiffPackage;

/** The event packages of the server, each with its watcher information; a new one is listed here. */
final class EventPackageCatalogue {

    private final WatcherInfoPackages watcherInformation;
    private final Map<EventName, Reporter> reporters;
    final EventPackages packages;

    /** @param reporters of the packages that write separate documents for each subscription */
    EventPackageCatalogue(
            List<EventPackage> packages, Map<EventName, Reporter> reporters, WatcherInfoSettings watcherInfo) {
        this.watcherInformation = new WatcherInfoPackages(packages, watcherInfo);
        this.reporters = reporters;
        this.packages = new EventPackages(watcherInformation.all());
    }

    /** The event packages that the server serves with these settings. */
    static EventPackageCatalogue of(Settings settings) {
        PublicationSettings publication = settings.publication();
        RegistrationSettings registration = settings.registration();
        XcapDiffPackage xcapDiff = new XcapDiffPackage(settings);
        return new EventPackageCatalogue(
                List.of(
                        new PresencePackage(
                                publication.maxBody(), registration.contactPriority(), publication.strict()),
                        new RegPackage(
                                registration.watchers().stream().map(Aor::parse).collect(Collectors.toSet())),
                        xcapDiff),
                Map.of(RegPackage.NAME, new RegReporter(), XcapDiffPackage.NAME, xcapDiff.reporter()),
                settings.watcherInfo());
    }

    /** The reporters of the packages that write separate documents for each subscription. */
    Map<EventName, Reporter> reporters(OfflineWatchers offlineWatchers) {
        Map<EventName, Reporter> all = new HashMap<>(watcherInformation.reporters(offlineWatchers));
        all.putAll(reporters);
        return all;
    }

    /** Notifies watcher information of subscriptions that were created, reauthorized or ended. Called in the lane. */
    void notifyWatcherInformation(PresentityTransaction transaction, List<Subscription> changed, Notifier notifier) {
        watcherInformation.notifyWatchers(transaction, changed, notifier);
    }
}
