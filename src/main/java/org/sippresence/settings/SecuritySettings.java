package org.sippresence.settings;

import java.util.List;
import java.util.Optional;

/**
 * Which identities are trusted.
 *
 * @param authentication how SIP users authenticate
 * @param allowUnauthenticated whether authentication may be off on an address that is not loopback
 * @param trustedPeers addresses or networks (CIDR) whose P-Asserted-Identity is trusted
 * @param adminToken the configured bearer token of REST; empty if it is to be generated
 */
public record SecuritySettings(
        Authentication authentication,
        boolean allowUnauthenticated,
        List<String> trustedPeers,
        Optional<String> adminToken) {

    /** The key {@code authentication}. */
    public enum Authentication {
        /** The From header is trusted. */
        OFF
    }

    public SecuritySettings {
        trustedPeers = List.copyOf(trustedPeers);
    }

    public static SecuritySettings defaults() {
        return new SecuritySettings(Authentication.OFF, false, List.of(), Optional.empty());
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return "SecuritySettings[authentication=" + authentication + ", allowUnauthenticated=" + allowUnauthenticated
                + ", trustedPeers=" + trustedPeers + "]";
    }
}
