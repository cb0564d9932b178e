package org.sippresence.hook.tls;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Accepts every certificate, for clients in tests. */
public final class TrustingEverybody implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        // accepted
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        // accepted
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
