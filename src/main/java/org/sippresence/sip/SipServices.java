package org.sippresence.sip;

import org.sippresence.eventpackage.EventPackages;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.Presentities;
import org.sippresence.service.MessageService;
import org.sippresence.service.PublishService;
import org.sippresence.service.RegisterService;
import org.sippresence.service.SubscribeService;
import org.sippresence.settings.Networks;
import org.sippresence.settings.PublicationSettings;
import org.sippresence.settings.SipSettings;

/** The services that the servlet calls; stored in the servlet context under {@link #ATTRIBUTE} before the servlet starts. */
public record SipServices(
        Presentities presentities,
        Operations operations,
        Notifier notifier,
        MessageService messages,
        EventPackages packages,
        Configuration configuration) {

    public static final String ATTRIBUTE = "org.sippresence.sip-services";

    /** The settings of the handlers. */
    public record Configuration(SipSettings sip, PublicationSettings publication, Networks trustedPeers) {}

    /** The services that decide requests. */
    public record Operations(PublishService publishing, SubscribeService subscribing, RegisterService registering) {}

    PublishService publishing() {
        return operations.publishing();
    }

    SubscribeService subscribing() {
        return operations.subscribing();
    }

    RegisterService registering() {
        return operations.registering();
    }

    Networks trustedPeers() {
        return configuration.trustedPeers();
    }

    SipSettings sip() {
        return configuration.sip();
    }

    PublicationSettings publication() {
        return configuration.publication();
    }
}
