package org.sippresence.hook.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys and certificates of this server, for all its listeners with TLS 1.2 and 1.3. A thread looks once a second whether the
 * files have changed and reads them again: new connections then get the new certificate, existing ones go on. Files that cannot
 * be read or do not fit together leave the earlier ones in use. A client's session does not outlive a change. Thread-safe.
 */
public final class Certificates implements AutoCloseable {

    /** The versions that are offered and accepted. */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final CertificateFiles files;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService watch;
    private volatile Loaded loaded;

    /** What was last found when reading failed; equal to that of {@link #loaded} otherwise. */
    private volatile List<String> seen;

    private record Loaded(SSLContext context, Set<String> names) {}

    private Certificates(CertificateFiles files) throws IOException {
        this.files = files;
        this.seen = state();
        this.loaded = load();
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "certificates");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Reads the files, and watches them until {@link #close}.
     *
     * @throws IOException if a file cannot be read or a key does not belong to its certificate; the message names the file
     */
    public static Certificates open(CertificateFiles files) throws IOException {
        Certificates certificates = new Certificates(files);
        ScheduledFuture<?> unused =
                certificates.watch.scheduleWithFixedDelay(certificates::reloadIfChanged, 1, 1, TimeUnit.SECONDS);
        return certificates;
    }

    /** The context for new connections of both directions; another one after each change of the files. */
    public SSLContext context() {
        return loaded.context();
    }

    /** A new engine for a connection that a client has opened. */
    public SSLEngine serverEngine(ClientCertificates clients) {
        SSLEngine engine = context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS.clone());
        switch (clients) {
            case NEED -> engine.setNeedClientAuth(true);
            case WANT -> engine.setWantClientAuth(true);
            default -> engine.setWantClientAuth(false);
        }
        return engine;
    }

    /**
     * A new engine for a connection to a server. It checks the server's certificate against the authorities; the caller checks the
     * name.
     *
     * @param host sent as SNI if it is a name
     */
    public SSLEngine clientEngine(String host, int port) {
        SSLEngine engine = context().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(PROTOCOLS.clone());
        return engine;
    }

    /** The host names in all certificates, in lower case. */
    public Set<String> names() {
        return loaded.names();
    }

    /** Calls the listener on the watching thread after each change. */
    public void onReload(Runnable listener) {
        listeners.add(listener);
    }

    /** Reads the files again if they have changed. Returns whether new certificates are in use. */
    synchronized boolean reloadIfChanged() {
        List<String> now = state();
        if (now.equals(seen)) {
            return false;
        }
        seen = now;
        try {
            loaded = load();
        } catch (IOException | RuntimeException e) { // the earlier certificates stay in use
            LOG.warn("the changed certificate files are not used: {}", e.getMessage());
            return false;
        }
        for (Runnable each : listeners) {
            each.run();
        }
        return true;
    }

    private Loaded load() throws IOException {
        List<CertificateEntry> entries = CertificateReader.entries(files);
        Set<String> names = new TreeSet<>();
        for (CertificateEntry each : entries) {
            names.addAll(each.names());
            X509Certificate own = each.chain().get(0);
            LOG.info(
                    "certificate of {}, valid until {}",
                    each.names(),
                    own.getNotAfter().toInstant());
        }
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new SniKeyManager(entries)}, trust.getTrustManagers(), null);
            return new Loaded(context, Set.copyOf(names));
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS is not available: " + e.getMessage(), e);
        }
    }

    /** Null stands for the authorities of the Java runtime. */
    private KeyStore authorities() throws IOException, GeneralSecurityException {
        if (files.authorities().isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (X509Certificate each :
                CertificateReader.certificates(files.authorities().get())) {
            store.setCertificateEntry(Integer.toString(number++), each);
        }
        return store;
    }

    /** Time and size of each file. */
    private List<String> state() {
        List<String> state = new ArrayList<>();
        for (Path each : files.all()) {
            try {
                state.add(Files.getLastModifiedTime(each).toMillis() + " " + Files.size(each));
            } catch (IOException e) {
                state.add("absent");
            }
        }
        return state;
    }

    /** Stops watching the files. */
    @Override
    public void close() {
        watch.shutdown();
    }
}
