package org.sippresence.bootstrap;

import java.util.List;
import org.sippresence.events.reg.ContactChange;
import org.sippresence.events.reg.RegPackage;
import org.sippresence.internal.InternalSender;
import org.sippresence.model.EventName;
import org.sippresence.notification.AuthorizationCache;
import org.sippresence.notification.CompositionCache;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.NotifyBodies;
import org.sippresence.notification.NotifySender;
import org.sippresence.notification.Reauthorizer;
import org.sippresence.notification.ViewCache;
import org.sippresence.offline.OfflineWatchers;
import org.sippresence.presentity.DocumentChange;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.registration.RegistrationChange;
import org.sippresence.settings.NotificationSettings;
import org.sippresence.settings.WatcherInfoSettings.Offline;
import org.sippresence.xcap.XcapDiffPackage;
import org.sippresence.xcap.XcapDiffReporter;

/** From a committed change to the NOTIFYs, each with the view that its watcher is authorized to see. */
final class NotificationWiring {

    /** Number of views that are kept. */
    private static final int VIEWS = 10_000;

    final AuthorizationCache authorizationCache;
    final OfflineWatchers offlineWatchers;
    final InternalSender sender;
    final Notifier notifier;
    final Reauthorizer reauthorizer;

    NotificationWiring(
            Presentities presentities,
            DecisionWiring decisions,
            AuthorizationCache authorizationCache,
            NotifySender sender,
            NotificationSettings settings,
            Offline offline) {
        this.authorizationCache = authorizationCache;
        offlineWatchers = new OfflineWatchers(
                offline,
                transaction -> decisions
                        .compositions
                        .of(transaction, EventName.PRESENCE)
                        .online());
        ViewCache views = new ViewCache(decisions.packages, decisions.compositions, authorizationCache, VIEWS);
        this.sender = new InternalSender(sender);
        notifier = new Notifier(
                presentities,
                new NotifyBodies(views, decisions.catalogue.reporters(offlineWatchers)),
                this.sender,
                settings);
        notifier.onLost((transaction, lost) ->
                decisions.subscriptions.timeout(lost, transaction.subscriptions(), transaction.now()));
        presentities
                .listeners()
                .onSubscriptionChanges((transaction, changed) ->
                        decisions.catalogue.notifyWatcherInformation(transaction, changed, notifier));
        reauthorizer =
                new Reauthorizer(decisions.packages, decisions.subscriptions, authorizationCache, views, notifier);
    }

    /**
     * Notifies watchers of added, removed or refreshed contacts: those of {@code reg}, and those of {@code presence} if contacts
     * count as presence and their set has changed. Called in the lane.
     */
    void notifyOfContacts(
            PresentityTransaction transaction, List<RegistrationChange> changes, boolean contactsArePresence) {
        if (contactsArePresence && changes.stream().anyMatch(RegistrationChange::isVisible)) {
            int unused = notifier.notifyWatchers(transaction, EventName.PRESENCE);
        }
        notifier.notifyWatchers(
                transaction,
                RegPackage.NAME,
                changes.stream().map(ContactChange::new).toList());
    }

    /**
     * Notifies watchers of a changed XCAP document: those of {@code xcap-diff}, and those of {@code presence} if it is part of the
     * presentity's state. Called in the lane.
     */
    void notifyOfDocument(PresentityTransaction transaction, DocumentChange change) {
        if (CompositionCache.isPartOfState(change.key())) {
            transaction.renewVersion();
            int unused = notifier.notifyWatchers(transaction, EventName.PRESENCE);
        }
        notifier.notifyWatchers(transaction, XcapDiffPackage.NAME, List.of(XcapDiffReporter.change(change)));
    }
}
