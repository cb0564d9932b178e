package org.sippresence.sip;

import java.util.Optional;
import org.sippresence.audit.AuthenticationGuard;
import org.sippresence.authentication.DigestAuthentication;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.presentity.Presentities;
import org.sippresence.service.MessageService;
import org.sippresence.service.PublishService;
import org.sippresence.service.RegisterService;
import org.sippresence.service.SubscribeService;
import org.sippresence.settings.Networks;
import org.sippresence.settings.Realms;
import org.sippresence.settings.SipSettings;
import org.sippresence.sip.message.TrustDomain;

/**
 * What the handlers of requests call.
 *
 * @param digest authenticates users; empty if the From header is trusted
 */
public record SipServices(
        Presentities presentities,
        PublishService publishing,
        SubscribeService subscribing,
        RegisterService registering,
        MessageService messages,
        EventPackages packages,
        Optional<Digest> digest,
        Configuration configuration) {

    /**
     * How users authenticate by Digest.
     *
     * @param guard slows down sources that fail, and records it
     */
    public record Digest(DigestAuthentication authentication, AuthenticationGuard guard) {}

    /**
     * The settings by which requests are read.
     *
     * @param maxBody the largest body in bytes, also after inflation
     * @param realms of Digest authentication
     */
    public record Configuration(SipSettings sip, Networks trustedPeers, int maxBody, Realms realms) {

        TrustDomain trustDomain() {
            return new TrustDomain(trustedPeers);
        }
    }

    SipSettings sip() {
        return configuration.sip();
    }
}
