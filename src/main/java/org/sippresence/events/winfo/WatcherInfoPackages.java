package org.sippresence.events.winfo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.model.EventName;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.Reporter;
import org.sippresence.offline.OfflineWatchers;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.settings.WatcherInfoSettings;
import org.sippresence.subscription.Subscription;

/**
 * The watcher information packages: one for each event package, with the subscriptions to it (RFC 3857). There is none for
 * watcher information itself.
 */
public final class WatcherInfoPackages {

    private final List<EventPackage> watched;
    private final WatcherInfoSettings settings;

    /** Creates the packages for these event packages, if watcher information is enabled. */
    public WatcherInfoPackages(List<EventPackage> watched, WatcherInfoSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.watched = List.copyOf(watched);
    }

    private List<EventPackage> watched() {
        return settings.served() ? watched : List.of();
    }

    /** Returns the given packages and their watcher information packages. */
    public List<EventPackage> all() {
        List<EventPackage> all = new ArrayList<>(watched);
        watched().forEach(each -> all.add(new WatcherInfoPackage(each.name(), settings.ownOnly())));
        return all;
    }

    /**
     * Returns the reporters of the watcher information packages.
     *
     * @param offline the records of watchers that arrived while the presentity was offline
     */
    public Map<EventName, Reporter> reporters(OfflineWatchers offline) {
        Map<EventName, Reporter> reporters = new LinkedHashMap<>();
        watched()
                .forEach(each -> reporters.put(
                        each.name().ofWatchers(),
                        new WatcherInfoReporter(each.name(), offline, settings.minInterval())));
        return reporters;
    }

    /**
     * Notifies the watchers concerned of subscriptions that were created, changed in state or ended. Called in the presentity's
     * lane, after the commit.
     */
    public void notifyWatchers(PresentityTransaction transaction, List<Subscription> subscriptions, Notifier notifier) {
        for (EventPackage each : watched()) {
            EventName winfo = each.name().ofWatchers();
            List<WatcherInfoReporter.Change> changes = new ArrayList<>();
            for (Subscription subscription : subscriptions) {
                if (subscription.event().name().equals(each.name())) {
                    changes.add(new WatcherInfoReporter.Change(subscription));
                }
            }
            if (!changes.isEmpty()) {
                notifier.notifyWatchers(transaction, winfo, changes);
            }
        }
    }
}
