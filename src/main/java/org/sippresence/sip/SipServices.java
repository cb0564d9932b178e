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
        Deciding deciding,
        Notifier notifier,
        MessageService messages,
        EventPackages packages,
        Chosen chosen) {

    public static final String ATTRIBUTE = "org.sippresence.sip-services";

    /** The settings of the handlers. */
    public record Chosen(SipSettings sip, PublicationSettings publication, Networks trustedPeers) {}

    /** The services that decide requests. */
    public record Deciding(PublishService publishing, SubscribeService subscribing, RegisterService registering) {}

    PublishService publishing() {
        return deciding.publishing();
    }

    SubscribeService subscribing() {
        return deciding.subscribing();
    }

    RegisterService registering() {
        return deciding.registering();
    }

    Networks trustedPeers() {
        return chosen.trustedPeers();
    }

    SipSettings sip() {
        return chosen.sip();
    }

    PublicationSettings publication() {
        return chosen.publication();
    }
}
