package org.sippresence.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * SIP over TLS and WebSocket.
 *
 * @param port for SIP over TLS; 0: none
 * @param keystore PKCS#12 or JKS with keys and certificates
 * @param password of the keystore
 * @param certificates PEM files, as many as {@code keys}
 * @param keys PEM files
 * @param authorities PEM file with the authorities of peers' certificates; empty: those of the Java runtime
 * @param clients whether clients are asked for a certificate
 * @param webSocket ports and origins
 */
public record TlsSettings(
        int port,
        Optional<Path> keystore,
        String password,
        List<Path> certificates,
        List<Path> keys,
        Optional<Path> authorities,
        Clients clients,
        WebSocket webSocket) {

    /** Whether clients are asked for a certificate. */
    public enum Clients {
        OFF,
        WANT,
        NEED
    }

    /**
     * SIP over WebSocket.
     *
     * @param port 0: none
     * @param securePort for WebSocket over TLS; 0: none
     * @param origins of web pages whose scripts may connect; {@code *} for all
     */
    public record WebSocket(int port, int securePort, List<String> origins) {

        public WebSocket {
            origins = List.copyOf(origins);
        }
    }

    public TlsSettings {
        Objects.requireNonNull(keystore, "keystore");
        Objects.requireNonNull(password, "password");
        certificates = List.copyOf(certificates);
        keys = List.copyOf(keys);
        Objects.requireNonNull(authorities, "authorities");
        Objects.requireNonNull(clients, "clients");
        Objects.requireNonNull(webSocket, "webSocket");
    }

    /** Whether a port needs a certificate. */
    public boolean isUsed() {
        return port > 0 || webSocket.securePort() > 0;
    }

    /** Whether a key with its certificate is configured. */
    public boolean hasCertificate() {
        return keystore.isPresent() || !certificates.isEmpty();
    }

    /** The files and ports, without the password. */
    @Override
    public String toString() {
        return "tls_port=" + port + " " + keystore + certificates + keys + authorities + clients + webSocket;
    }
}
