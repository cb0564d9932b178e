package org.sippresence.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Maps domains to tenants (the key {@code pdomains}). Domains without a configured tenant belong to {@link #REGISTRAR}.
 *
 * @param byDomain names of tenants by domains in lower case
 */
public record Pdomains(Map<String, String> byDomain) {

    /** The tenant whose users register at this server. */
    public static final String REGISTRAR = "registrar";

    public Pdomains {
        byDomain = Map.copyOf(byDomain);
    }

    /** Parses parts like {@code jabber: im.example.org chat.example.org}. */
    static Pdomains of(List<String> parts) {
        Map<String, String> byDomain = new HashMap<>();
        for (String part : parts) {
            int colon = part.indexOf(':');
            String name = part.substring(0, colon).strip();
            for (String domain :
                    part.substring(colon + 1).strip().toLowerCase(Locale.ROOT).split("\\s+", -1)) {
                String other = byDomain.put(domain, name);
                if (other != null && !other.equals(name)) {
                    throw new SettingsException("pdomains: " + domain + " belongs to both " + other + " and " + name);
                }
            }
        }
        return new Pdomains(byDomain);
    }

    /** The tenant of a domain, which is given in lower case. */
    public String of(String domain) {
        return byDomain.getOrDefault(domain, REGISTRAR);
    }
}
