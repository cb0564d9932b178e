package org.sippresence.hook.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The names in a certificate: host names for the choice by SNI, SIP domains for the check of a peer (RFC 5922). */
public final class CertificateNames {

    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final int IP_ADDRESS = 7;
    private static final String SIP = "sip:";

    private CertificateNames() {}

    /** The DNS names, or the common name of a certificate without alternative names; in lower case. */
    static Set<String> hosts(X509Certificate certificate) {
        Set<String> names = alternatives(certificate, DNS_NAME);
        if (names.isEmpty() && alternatives(certificate).isEmpty()) {
            commonName(certificate).ifPresent(names::add);
        }
        return names;
    }

    /**
     * The SIP domains that the subject of a certificate is authorized for (RFC 5922 section 7.1): those of SIP URIs without a user;
     * without such URIs the DNS names; without alternative names the common name. In lower case.
     */
    public static Set<String> sipDomains(X509Certificate certificate) {
        Set<String> domains = new TreeSet<>();
        for (String uri : alternatives(certificate, URI)) {
            if (uri.startsWith(SIP) && uri.indexOf('@') < 0) {
                domains.add(uri.substring(SIP.length()));
            }
        }
        return domains.isEmpty() ? hosts(certificate) : domains;
    }

    /**
     * Whether a certificate authorizes its subject for a host (RFC 5922 section 7.2): a name is compared as a whole, a wildcard
     * matches nothing; a literal address is compared with the addresses in the certificate.
     *
     * @param host a name or a literal address, IPv6 without brackets
     */
    public static boolean isFor(String host, X509Certificate certificate) {
        String name = host.toLowerCase(Locale.ROOT);
        return sipDomains(certificate).contains(name)
                || alternatives(certificate, IP_ADDRESS).contains(name);
    }

    private static Set<String> alternatives(X509Certificate certificate, int type) {
        Set<String> values = new TreeSet<>();
        for (List<?> each : alternatives(certificate)) {
            if (each.get(0) instanceof Integer kind && kind == type && each.get(1) instanceof String value) {
                values.add(value.toLowerCase(Locale.ROOT));
            }
        }
        return values;
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) { // names nobody
            return List.of();
        }
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(value -> value.toString().toLowerCase(Locale.ROOT))
                            .findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}
