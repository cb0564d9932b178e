package org.sippresence.sip;

import org.sippresence.eventpackage.EventPackages;
import org.sippresence.message.MessageAuthorization;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.Rulings;
import org.sippresence.offline.OfflineWatchers;
import org.sippresence.presentity.Presentities;
import org.sippresence.publication.Publications;
import org.sippresence.registration.Registrations;
import org.sippresence.settings.Networks;
import org.sippresence.settings.PublicationSettings;
import org.sippresence.settings.SipSettings;
import org.sippresence.subscription.Subscriptions;

/** What the servlet delegates to; put into the servlet context under {@link #ATTRIBUTE} before the servlet starts. */
public record SipServices(
        Presentities presentities,
        Deciding deciding,
        Notifier notifier,
        MessageAuthorization messages,
        Rulings rulings,
        EventPackages packages,
        Chosen chosen) {

    public static final String ATTRIBUTE = "org.sippresence.sip-services";

    /** The settings that the handlers go by. */
    public record Chosen(SipSettings sip, PublicationSettings publication, Networks trustedPeers) {}

    /** Who decides about requests. */
    public record Deciding(
            Publications publications,
            Subscriptions subscriptions,
            Registrations registrations,
            OfflineWatchers offline) {}

    Publications publications() {
        return deciding.publications();
    }

    Subscriptions subscriptions() {
        return deciding.subscriptions();
    }

    Registrations registrations() {
        return deciding.registrations();
    }

    Networks trustedPeers() {
        return chosen.trustedPeers();
    }

    OfflineWatchers offline() {
        return deciding.offline();
    }

    SipSettings sip() {
        return chosen.sip();
    }

    PublicationSettings publication() {
        return chosen.publication();
    }
}
