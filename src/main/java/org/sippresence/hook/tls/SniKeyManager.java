package org.sippresence.hook.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Chooses the certificate by the name that a client asks for (RFC 6066 section 3). Without a name, or for an unknown one, it is
 * the first certificate. An alias is the index of an entry. Immutable.
 */
final class SniKeyManager extends X509ExtendedKeyManager {

    private final List<CertificateEntry> entries;

    SniKeyManager(List<CertificateEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return alias(keyType, requestedHost(engine.getHandshakeSession()));
    }

    private static Optional<String> requestedHost(SSLSession session) {
        return session instanceof ExtendedSSLSession extended
                ? extended.getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .findFirst()
                : Optional.empty();
    }

    /** Returns null if there is no such key, as the interface demands; the caller then asks for another type. */
    private String alias(String keyType, Optional<String> host) {
        List<CertificateEntry> candidates = host.map(name ->
                        entries.stream().filter(entry -> entry.matches(name)).toList())
                .filter(matching -> !matching.isEmpty())
                .orElseGet(this::firstWithItsOtherTypes);
        return candidates.stream()
                .filter(entry -> entry.keyType().equals(keyType))
                .findFirst()
                .map(entry -> Integer.toString(entries.indexOf(entry)))
                .orElse(null);
    }

    /** The first certificate, and those for the same names with keys of other types. */
    private List<CertificateEntry> firstWithItsOtherTypes() {
        return entries.stream()
                .filter(entry -> entry.names().equals(entries.get(0).names()))
                .toList();
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return Arrays.stream(keyTypes)
                .flatMap(type -> Arrays.stream(getClientAliases(type, issuers)))
                .findFirst()
                .orElse(null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return IntStream.range(0, entries.size())
                .filter(index -> entries.get(index).keyType().equals(keyType))
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return getServerAliases(keyType, issuers);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return entries.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return entries.get(Integer.parseInt(alias)).key();
    }

    /** Not used: all connections have engines. */
    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return alias(keyType, Optional.empty());
    }

    /** Not used: all connections have engines. */
    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
