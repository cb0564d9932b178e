package org.sippresence.hook.tls;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** A handshake of two engines without a network. */
final class TestHandshake {

    private static final int MOST_STEPS = 200;

    private TestHandshake() {}

    /** Returns the server's certificate as the client sees it. */
    static X509Certificate run(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        for (int i = 0; i < MOST_STEPS && (isShaking(client) || isShaking(server) || i < 2); i++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        return (X509Certificate) client.getSession().getPeerCertificates()[0];
    }

    private static boolean isShaking(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        ByteBuffer plain = ByteBuffer.allocate(1 << 16);
        engine.wrap(nothing, out);
        in.flip();
        while (in.hasRemaining() && engine.unwrap(in, plain).bytesConsumed() > 0) {
            tasks(engine);
        }
        in.compact();
        tasks(engine);
    }

    private static void tasks(SSLEngine engine) {
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    static SSLEngine asking(SSLEngine client, String host) {
        SSLParameters parameters = client.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        client.setSSLParameters(parameters);
        return client;
    }
}
