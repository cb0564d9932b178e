package org.sippresence.hook.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The files with the keys and certificates of this server. Either the keystore or at least one pair of PEM files is needed.
 *
 * @param keystore PKCS#12 or JKS, with one or more keys and their certificate chains
 * @param password of the keystore and of the keys in it
 * @param pairs PEM files
 * @param authorities PEM file with the certificates of the authorities that peers' certificates are checked against; empty: those
 *     of the Java runtime
 */
public record CertificateFiles(Optional<Path> keystore, String password, List<Pair> pairs, Optional<Path> authorities) {

    public CertificateFiles {
        Objects.requireNonNull(keystore, "keystore");
        Objects.requireNonNull(password, "password");
        pairs = List.copyOf(pairs);
        Objects.requireNonNull(authorities, "authorities");
        if (keystore.isEmpty() && pairs.isEmpty()) {
            throw new IllegalArgumentException("neither a keystore nor a certificate");
        }
    }

    /**
     * A certificate and its key.
     *
     * @param certificate PEM file with the certificate, followed by those of the intermediate authorities
     * @param key PEM file with the private key in the form PKCS#8, not encrypted
     */
    public record Pair(Path certificate, Path key) {

        public Pair {
            Objects.requireNonNull(certificate, "certificate");
            Objects.requireNonNull(key, "key");
        }
    }

    /** All files, in the order in which they are read. */
    List<Path> all() {
        List<Path> all = new ArrayList<>();
        keystore.ifPresent(all::add);
        for (Pair pair : pairs) {
            all.add(pair.certificate());
            all.add(pair.key());
        }
        authorities.ifPresent(all::add);
        return all;
    }

    /** The names of the files, without the password. */
    @Override
    public String toString() {
        return all().toString();
    }
}
