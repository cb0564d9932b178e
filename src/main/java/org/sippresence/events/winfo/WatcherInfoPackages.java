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
 * Watcher information for event packages: to each one there is another one that tells who is subscribed to it (RFC 3857). There
 * is none for watcher information itself.
 */
public final class WatcherInfoPackages {

    private final List<EventPackage> watched;
    private final WatcherInfoSettings settings;

    /** For these packages, if it is served. */
    public WatcherInfoPackages(List<EventPackage> watched, WatcherInfoSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.watched = List.copyOf(watched);
    }

    private List<EventPackage> watched() {
        return settings.served() ? watched : List.of();
    }

    /** These packages and those about their subscriptions. */
    public List<EventPackage> all() {
        List<EventPackage> all = new ArrayList<>(watched);
        watched().forEach(each -> all.add(new WatcherInfoPackage(each.name(), settings.ownOnly())));
        return all;
    }

    /**
     * Who writes the documents about subscriptions.
     *
     * @param offline those who came while the presentity was away
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
     * Tells whom it concerns that subscriptions were made, came into another state or ended. In the presentity's lane, after the
     * commit.
     */
    public void moved(PresentityTransaction transaction, List<Subscription> subscriptions, Notifier notifier) {
        for (EventPackage each : watched()) {
            EventName winfo = each.name().ofWatchers();
            List<WatcherInfoReporter.Moved> changes = new ArrayList<>();
            for (Subscription subscription : subscriptions) {
                if (subscription.event().name().equals(each.name())) {
                    changes.add(new WatcherInfoReporter.Moved(subscription));
                }
            }
            if (!changes.isEmpty()) {
                notifier.notifyWatchers(transaction, winfo, changes);
            }
        }
    }
}
