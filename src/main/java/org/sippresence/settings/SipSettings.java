package org.sippresence.settings;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.sippresence.model.RandomIdentifiers;

/**
 * How this server appears in SIP.
 *
 * @param serverAddress the SIP URI of our Contact; empty for the address that the request came in on
 * @param domains in lower case, in the order in which they were set; empty if every domain is ours
 * @param trustSenderHeader whether the Sender header of a PUBLISH is believed
 * @param fastUdp whether requests and NOTIFYs over UDP go past the container where that is possible
 * @param tagPrefix begins our tag of each dialog and answer, a token
 */
public record SipSettings(
        Optional<String> serverAddress,
        Set<String> domains,
        boolean trustSenderHeader,
        boolean fastUdp,
        String tagPrefix) {

    public SipSettings {
        domains = Collections.unmodifiableSet(new LinkedHashSet<>(domains));
    }

    public static SipSettings defaults() {
        return new SipSettings(Optional.empty(), Set.of(), false, true, "10");
    }

    /** A source of our tags. */
    public RandomIdentifiers tags() {
        return new RandomIdentifiers(tagPrefix);
    }

    public boolean isOurs(String domain) {
        return domains.isEmpty() || domains.contains(domain);
    }
}
