package org.sippresence.settings;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What this server subscribes to at others.
 *
 * @param registrar the SIP URI of the registrar whose {@code reg} events are subscribed to; empty for none
 * @param always users whose registrations are subscribed to also while nobody watches them
 * @param users whether {@code presence} is subscribed to at the users' own agents
 * @param xcapDiff the SIP URI where changes of the XCAP server's documents are subscribed to; empty for none
 * @param from the URI of our From header; empty for the user's own
 */
public record ClientSubscriptionSettings(
        Optional<String> registrar,
        List<String> always,
        boolean users,
        Optional<String> xcapDiff,
        Optional<String> from,
        Limits limits) {

    /**
     * Bounds.
     *
     * @param expires the lifetime that is asked for, in seconds
     * @param most subscriptions that are held
     * @param perSecond first SUBSCRIBEs that are sent in a second
     * @param maxBody of a NOTIFY, in bytes
     */
    public record Limits(int expires, int most, int perSecond, int maxBody) {

        public Limits {
            if (expires < 1 || most < 0 || perSecond < 1 || maxBody < 1) {
                throw new IllegalArgumentException("limits must be positive");
            }
        }

        /** The same, but for no longer lifetime than this. */
        public Limits within(int seconds) {
            return new Limits(Math.min(expires, seconds), most, perSecond, maxBody);
        }

        public static Limits defaults() {
            return new Limits(3600, 10_000, 50, 262_144);
        }
    }

    public ClientSubscriptionSettings {
        Objects.requireNonNull(registrar, "registrar");
        always = List.copyOf(always);
        Objects.requireNonNull(xcapDiff, "xcapDiff");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(limits, "limits");
    }

    /** Nothing. */
    public static ClientSubscriptionSettings defaults() {
        return new ClientSubscriptionSettings(
                Optional.empty(), List.of(), false, Optional.empty(), Optional.empty(), Limits.defaults());
    }

    /** Whether there is anything to subscribe to. */
    public boolean isUsed() {
        return registrar.isPresent() || users || xcapDiff.isPresent();
    }

    /** @throws SettingsException if a key lacks the one that it adds to */
    static ClientSubscriptionSettings of(Values values) {
        require(values, "xcap_diff", "xcap_root");
        require(values, "reg_subscribe_always", "reg_subscribe_to");
        return new ClientSubscriptionSettings(
                values.optional("reg_subscribe_to"),
                values.list("reg_subscribe_always"),
                values.on("subscribe_to_users"),
                values.optional("xcap_diff"),
                values.optional("upstream_from"),
                new Limits(
                        values.number("upstream_expires"),
                        values.number("upstream_subscriptions"),
                        values.number("upstream_rate"),
                        Limits.defaults().maxBody()));
    }

    private static void require(Values values, String key, String other) {
        if (values.optional(key).isPresent() && values.optional(other).isEmpty()) {
            throw new SettingsException(key + "=" + values.text(key) + " needs " + other);
        }
    }
}
