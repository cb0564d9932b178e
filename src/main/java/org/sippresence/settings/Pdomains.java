package org.sippresence.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which tenant a domain belongs to (the key {@code pdomains}). Whom no tenant was named for belongs to {@link #REGISTRAR}.
 *
 * @param byDomain names of tenants by domains in lower case
 */
public record Pdomains(Map<String, String> byDomain) {

    /** The tenant whose users register here. */
    public static final String REGISTRAR = "registrar";

    public Pdomains {
        byDomain = Map.copyOf(byDomain);
    }

    /** One tenant for all. */
    public static Pdomains none() {
        return new Pdomains(Map.of());
    }

    /** Reads parts like {@code jabber: im.example.org chat.example.org}. */
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
