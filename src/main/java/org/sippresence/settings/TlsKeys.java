package org.sippresence.settings;

import static org.sippresence.settings.Key.choice;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The keys about TLS and WebSocket. */
final class TlsKeys {

    private static final int HIGHEST_PORT = 65_535;
    private static final String ORIGIN = "(\\*|https?://[^\\s,/]+)";

    private TlsKeys() {}

    static List<Key> all() {
        return List.of(
                whole("tls_port", 0, "").between(0, HIGHEST_PORT).means("""
                        The port for SIP over TLS 1.2 and 1.3 at `sip_bind`, usually 5061; 0: none. It needs a
                        certificate: `tls_certificate` or `tls_keystore`."""),
                text("tls_certificate", "").means("""
                        A PEM file with the certificate of the server and those of its intermediate authorities;
                        several files separated by commas. A client gets the certificate of the name that it asks for
                        (SNI), or else the first one. Changed files are read again within seconds, for new
                        connections. A relative path is resolved as for `data`."""),
                text("tls_key", "").means("""
                        The PEM file with the private key of `tls_certificate` in the form PKCS#8, not encrypted; as
                        many files as certificates, in the same order."""),
                text("tls_keystore", "").means("""
                        A PKCS#12 or JKS file with one or more keys and their certificates, used beside or instead of
                        `tls_certificate` and read again as those."""),
                text("tls_keystore_password", "")
                        .hidden()
                        .means("The password of `tls_keystore` and of the keys in it."),
                text("tls_authorities", "").means("""
                        A PEM file with the certificates of the authorities that the certificates of clients, and of
                        servers that NOTIFYs and SUBSCRIBEs are sent to, are checked against; by default those of the
                        Java runtime."""),
                choice("tls_client", "off", "off", "want", "need").means("""
                        Whether clients are asked for a certificate. `want`: one without a certificate is served, one
                        with an invalid certificate is not. `need`: only those with a valid certificate are served."""),
                whole("ws_port", 0, "").between(0, HIGHEST_PORT).means("""
                        The port for SIP over WebSocket (RFC 7118) at `sip_bind`, without encryption; 0: none."""),
                whole("wss_port", 0, "").between(0, HIGHEST_PORT).means("""
                        The port for SIP over WebSocket with TLS at `sip_bind`; 0: none. It needs a certificate as
                        `tls_port`."""),
                text("ws_origins", "")
                        .matchingList(ORIGIN, "a list of origins such as https://phone.example.org, or *")
                        .means("""
                        The origins of web pages whose scripts may connect, separated by commas; `*`: all. Clients that
                        send no Origin are no browsers and may connect."""));
    }

    /** @param base for relative paths */
    static TlsSettings read(Values values, Path base) {
        TlsSettings settings = new TlsSettings(
                values.number("tls_port"),
                values.optional("tls_keystore").map(base::resolve),
                values.text("tls_keystore_password"),
                values.list("tls_certificate").stream().map(base::resolve).toList(),
                values.list("tls_key").stream().map(base::resolve).toList(),
                values.optional("tls_authorities").map(base::resolve),
                TlsSettings.Clients.valueOf(values.text("tls_client").toUpperCase(Locale.ROOT)),
                new TlsSettings.WebSocket(
                        values.number("ws_port"), values.number("wss_port"), values.list("ws_origins")));
        check(settings);
        return settings;
    }

    private static void check(TlsSettings settings) {
        if (settings.certificates().size() != settings.keys().size()) {
            throw new SettingsException(
                    "tls_certificate names " + settings.certificates().size() + " files and tls_key "
                            + settings.keys().size() + ": each certificate needs its key");
        }
        if (settings.isUsed() && !settings.hasCertificate()) {
            throw new SettingsException((settings.port() > 0
                            ? "tls_port=" + settings.port()
                            : "wss_port=" + settings.webSocket().securePort())
                    + " needs a certificate: set tls_certificate and tls_key, or tls_keystore");
        }
    }
}
