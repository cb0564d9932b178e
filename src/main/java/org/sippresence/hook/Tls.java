package org.sippresence.hook;

import java.util.Objects;
import java.util.Optional;
import org.sippresence.hook.tls.Certificates;
import org.sippresence.hook.tls.ClientCertificates;

/**
 * The certificates of the container's connections over TLS, for all addresses that it listens on; set before it listens.
 * Thread-safe.
 *
 * @param clients whether clients are asked for a certificate
 */
public record Tls(Certificates certificates, ClientCertificates clients) {

    private static volatile Optional<Tls> current = Optional.empty();

    public Tls {
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(clients, "clients");
    }

    /** Sets the certificates of all connections from now on. */
    public static void use(Tls tls) {
        current = Optional.of(tls);
    }

    /** Empty if this server has no certificate. */
    static Optional<Tls> current() {
        return current;
    }
}
