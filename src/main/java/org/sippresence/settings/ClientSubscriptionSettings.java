package org.sippresence.settings;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which subscriptions this server makes at other servers.
 *
 * @param registrar the SIP URI of the registrar whose {@code reg} events are subscribed to; empty for none
 * @param always users whose registrations are subscribed to even while they have no watchers
 * @param users whether {@code presence} is subscribed to at the users' own agents
 * @param xcapDiff the SIP URI where changes of the XCAP server's documents are subscribed to; empty for none
 * @param from the URI of the From header; empty for the user's own
 */
public record ClientSubscriptionSettings(
        Optional<String> registrar,
        List<String> always,
        boolean users,
        Optional<String> xcapDiff,
        Optional<String> from,
        Limits limits) {

    /**
     * Bounds of client subscriptions.
     *
     * @param expires the requested lifetime, in seconds
     * @param maxSubscriptions client subscriptions at most
     * @param perSecond first SUBSCRIBEs sent per second
     * @param maxBody of a NOTIFY, in bytes
     */
    public record Limits(int expires, int maxSubscriptions, int perSecond, int maxBody) {

        public Limits {
            if (expires < 1 || maxSubscriptions < 0 || perSecond < 1 || maxBody < 1) {
                throw new IllegalArgumentException("limits must be positive");
            }
        }
    }

    public ClientSubscriptionSettings {
        Objects.requireNonNull(registrar, "registrar");
        always = List.copyOf(always);
        Objects.requireNonNull(xcapDiff, "xcapDiff");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(limits, "limits");
    }

    /** Whether any client subscription is configured. */
    public boolean isUsed() {
        return registrar.isPresent() || users || xcapDiff.isPresent();
    }
}
