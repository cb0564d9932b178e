package org.sippresence.bootstrap;

import org.sippresence.eventpackage.EventPackages;
import org.sippresence.internal.InternalSender;
import org.sippresence.internal.InternalSubscriptions;
import org.sippresence.maintenance.PublishedStates;
import org.sippresence.maintenance.RegisteredContacts;
import org.sippresence.message.MessageAuthorization;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.Publishing;
import org.sippresence.notification.Registering;
import org.sippresence.notification.Subscribing;
import org.sippresence.presentity.Presentities;
import org.sippresence.registration.Registrations;
import org.sippresence.settings.Settings;
import org.sippresence.sip.SipServices;

/** What requests come in by, whatever they are carried by: SIP, REST, or nothing. */
record Doors(
        SipServices sip,
        MessageAuthorization messages,
        RegisteredContacts contacts,
        PublishedStates states,
        InternalSubscriptions internal) {

    /** What stands behind the doors. */
    record Parts(
            Presentities presentities,
            Registrations registrations,
            EventPackages packages,
            Notifier notifier,
            MessageAuthorization messages,
            InternalSender inside) {}

    static Doors open(Settings settings, Publishing publishing, Subscribing subscribing, Parts parts) {
        return new Doors(
                new SipServices(
                        parts.presentities,
                        new SipServices.Deciding(
                                publishing, subscribing, new Registering(parts.presentities, parts.registrations)),
                        parts.notifier,
                        parts.messages,
                        parts.packages,
                        new SipServices.Chosen(settings.sip(), settings.publication(), settings.trustedPeers())),
                parts.messages,
                new RegisteredContacts(parts.presentities, parts.registrations),
                new PublishedStates(publishing, parts.packages),
                new InternalSubscriptions(
                        subscribing, parts.packages, parts.inside, settings.acceptInternalSubscriptions()));
    }
}
