package org.sippresence.hook.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A key of this server with its certificate chain.
 *
 * @param chain the server's certificate first
 * @param names host names of the certificate in lower case; the first label may be {@code *}
 */
record CertificateEntry(PrivateKey key, List<X509Certificate> chain, Set<String> names) {

    CertificateEntry {
        chain = List.copyOf(chain);
        names = Set.copyOf(names);
    }

    static CertificateEntry of(PrivateKey key, List<X509Certificate> chain) {
        return new CertificateEntry(key, chain, CertificateNames.hosts(chain.get(0)));
    }

    /** Whether the certificate names this host (RFC 6125 section 6.4.3). */
    boolean matches(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return names.contains(name) || (dot > 0 && names.contains("*" + name.substring(dot)));
    }

    /** The algorithm by the name that a key manager is asked for. */
    String keyType() {
        return key.getAlgorithm();
    }
}
