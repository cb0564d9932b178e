package org.sippresence.settings;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.sippresence.model.RandomIdentifiers;

/**
 * How this server identifies itself in SIP.
 *
 * @param serverAddress the SIP URI of the Contact; empty for the address at which the request arrived
 * @param domains in lower case, in the configured order; empty if the server is responsible for every domain
 * @param trustSenderHeader whether the Sender header of a PUBLISH is trusted
 * @param fastUdp whether requests and NOTIFYs over UDP bypass the container where that is possible
 * @param nat when requests to a client go to the source of its request over UDP instead of its Contact
 * @param tagPrefix prefix of the local tag of each dialog and response, a token
 */
public record SipSettings(
        Optional<String> serverAddress,
        Set<String> domains,
        boolean trustSenderHeader,
        boolean fastUdp,
        Nat nat,
        String tagPrefix) {

    /** When requests to a client go to the source of its request over UDP. */
    public enum Nat {
        /** If its Contact looks unreachable, or the client expects it. */
        AUTO,
        OFF,
        ALWAYS
    }

    public SipSettings {
        domains = Collections.unmodifiableSet(new LinkedHashSet<>(domains));
    }

    /** A generator of local tags. */
    public RandomIdentifiers tags() {
        return new RandomIdentifiers(tagPrefix);
    }

    public boolean isOurs(String domain) {
        return domains.isEmpty() || domains.contains(domain);
    }
}
