package org.sippresence.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sippresence.hook.Tls;
import org.sippresence.hook.WebSocketOrigins;
import org.sippresence.hook.tls.CertificateFiles;
import org.sippresence.hook.tls.Certificates;
import org.sippresence.hook.tls.ClientCertificates;
import org.sippresence.settings.TlsSettings;

/** Gives the container's transports their certificates and origins. */
final class SecureTransports {

    private SecureTransports() {}

    /**
     * Reads the certificates, if there are any, and watches their files from now on.
     *
     * @throws StartException if they cannot be used
     */
    static void prepare(TlsSettings settings) throws StartException {
        WebSocketOrigins.allow(settings.webSocket().origins());
        if (!settings.hasCertificate()) {
            return;
        }
        try {
            Tls.use(new Tls(
                    Certificates.open(files(settings)),
                    ClientCertificates.valueOf(settings.clients().name())));
        } catch (IOException e) {
            throw new StartException("TLS: " + e.getMessage());
        }
    }

    private static CertificateFiles files(TlsSettings settings) {
        List<CertificateFiles.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < settings.certificates().size(); i++) {
            pairs.add(new CertificateFiles.Pair(
                    settings.certificates().get(i), settings.keys().get(i)));
        }
        return new CertificateFiles(settings.keystore(), settings.password(), pairs, settings.authorities());
    }
}
