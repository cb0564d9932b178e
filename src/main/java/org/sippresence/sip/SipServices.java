package org.sippresence.sip;

import org.sippresence.eventpackage.EventPackages;
import org.sippresence.message.MessageAuthorization;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.Publishing;
import org.sippresence.notification.Registering;
import org.sippresence.notification.Subscribing;
import org.sippresence.presentity.Presentities;
import org.sippresence.settings.Networks;
import org.sippresence.settings.PublicationSettings;
import org.sippresence.settings.SipSettings;

/** What the servlet delegates to; put into the servlet context under {@link #ATTRIBUTE} before the servlet starts. */
public record SipServices(
        Presentities presentities,
        Deciding deciding,
        Notifier notifier,
        MessageAuthorization messages,
        EventPackages packages,
        Chosen chosen) {

    public static final String ATTRIBUTE = "org.sippresence.sip-services";

    /** The settings that the handlers go by. */
    public record Chosen(SipSettings sip, PublicationSettings publication, Networks trustedPeers) {}

    /** Who decides about requests. */
    public record Deciding(Publishing publishing, Subscribing subscribing, Registering registering) {}

    Publishing publishing() {
        return deciding.publishing();
    }

    Subscribing subscribing() {
        return deciding.subscribing();
    }

    Registering registering() {
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
