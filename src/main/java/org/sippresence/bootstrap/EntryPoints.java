package org.sippresence.bootstrap;

import java.util.Optional;
import org.sippresence.internal.InternalSubscriptions;
import org.sippresence.maintenance.PublishedStates;
import org.sippresence.maintenance.RegisteredContacts;
import org.sippresence.offline.OfflineWinfo;
import org.sippresence.service.MessageService;
import org.sippresence.service.PublishService;
import org.sippresence.service.RegisterService;
import org.sippresence.service.SubscribeService;
import org.sippresence.settings.Settings;
import org.sippresence.sip.SipServices;

/** The operations that requests call, independent of the protocol: SIP, REST, or in-process calls. */
final class EntryPoints {

    final PublishService publishing;
    final SubscribeService subscribing;
    final MessageService messages;
    final SipServices sip;
    final InternalSubscriptions internalSubscriptions;
    final RegisteredContacts contacts;
    final PublishedStates publishedStates;
    final OfflineWinfo offlineWinfo;

    EntryPoints(
            PresentityWiring state,
            DecisionWiring decisions,
            NotificationWiring notification,
            MessageService messages,
            Optional<SipServices.Digest> digest,
            Settings settings) {
        this.messages = messages;
        publishing = new PublishService(
                state.presentities, decisions.publications, notification.notifier, decisions.compositions);
        subscribing = new SubscribeService(
                state.presentities, decisions.subscriptions, notification.authorizationCache, notification.notifier);
        subscribing.onInitialSubscription(notification.offlineWatchers::subscribed);
        sip = new SipServices(
                state.presentities,
                publishing,
                subscribing,
                new RegisterService(state.presentities, decisions.registrations),
                messages,
                decisions.packages,
                digest,
                new SipServices.Configuration(
                        settings.sip(),
                        settings.trustedPeers(),
                        settings.publication().maxBody(),
                        settings.digest().realms()));
        internalSubscriptions = new InternalSubscriptions(
                subscribing, decisions.packages, notification.sender, settings.acceptInternalSubscriptions());
        contacts = new RegisteredContacts(state.presentities, decisions.registrations);
        publishedStates = new PublishedStates(publishing, decisions.packages);
        offlineWinfo = new OfflineWinfo(state.presentities, notification.offlineWatchers, notification.notifier);
    }
}
