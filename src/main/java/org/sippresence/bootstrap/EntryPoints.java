package org.sippresence.bootstrap;

import org.sippresence.eventpackage.EventPackages;
import org.sippresence.internal.InternalSender;
import org.sippresence.internal.InternalSubscriptions;
import org.sippresence.maintenance.PublishedStates;
import org.sippresence.maintenance.RegisteredContacts;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.Presentities;
import org.sippresence.registration.Registrations;
import org.sippresence.service.MessageService;
import org.sippresence.service.PublishService;
import org.sippresence.service.RegisterService;
import org.sippresence.service.SubscribeService;
import org.sippresence.settings.Settings;
import org.sippresence.sip.SipServices;

/** The operations that requests call, independent of the protocol: SIP, REST, or in-process calls. */
record EntryPoints(
        SipServices sip,
        MessageService messages,
        RegisteredContacts contacts,
        PublishedStates states,
        InternalSubscriptions internal) {

    /** The services and state behind the entry points. */
    record Components(
            Presentities presentities,
            Registrations registrations,
            EventPackages packages,
            Notifier notifier,
            MessageService messages,
            InternalSender inside) {}

    static EntryPoints open(
            Settings settings, PublishService publishing, SubscribeService subscribing, Components parts) {
        return new EntryPoints(
                new SipServices(
                        parts.presentities,
                        new SipServices.Operations(
                                publishing, subscribing, new RegisterService(parts.presentities, parts.registrations)),
                        parts.notifier,
                        parts.messages,
                        parts.packages,
                        new SipServices.Configuration(settings.sip(), settings.publication(), settings.trustedPeers())),
                parts.messages,
                new RegisteredContacts(parts.presentities, parts.registrations),
                new PublishedStates(publishing, parts.packages),
                new InternalSubscriptions(
                        subscribing, parts.packages, parts.inside, settings.acceptInternalSubscriptions()));
    }
}
