package org.sippresence.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.servlet.FilterRegistration;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import org.sippresence.access.AccessTokens;
import org.sippresence.authentication.ClientAddressFilter;
import org.sippresence.persistence.KamailioImport;
import org.sippresence.persistence.StorageUnavailableException;
import org.sippresence.rest.AdminToken;
import org.sippresence.rest.RestApplication;
import org.sippresence.rest.RestServices;
import org.sippresence.settings.PrivateFiles;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SettingsException;
import org.sippresence.settings.SubscriptionSettings.Auth;
import org.sippresence.settings.logging.LimitingAppender;
import org.sippresence.sip.RequestSources;
import org.sippresence.sip.SipChannels;
import org.sippresence.sip.SipGauges;
import org.sippresence.xcap.TokenAuthenticator;
import org.sippresence.xcap.XcapApplication;
import org.sippresence.xcap.XcapAuthenticator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the application with its web context. The launcher passes the settings of its command line in attributes of
 * the context; in a foreign container only {@code conf/presence.properties} beside Tomcat's own files and the environment are
 * read. A failed start leaves one line and an exit code in the context's attributes.
 */
public final class PresenceApplication implements ServletContextListener {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceApplication.class);
    private static final String EXPLICIT = "org.sippresence.explicit";
    private static final String CONFIG = "org.sippresence.config";
    private static final String STOP = "org.sippresence.stop";
    private static final String FAILURE = "org.sippresence.failure";
    private static final String FAILURE_EXIT = "org.sippresence.failure.exit";

    private PresenceServer server;
    private SipChannels channels;
    private RequestSources requests;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        try {
            start(context);
        } catch (SettingsException e) {
            fail(context, e, 2);
        } catch (StorageUnavailableException e) {
            fail(context, e, 1);
        }
    }

    private static void fail(ServletContext context, RuntimeException cause, int exit) {
        LOG.error("the application does not start: {}", cause.getMessage());
        context.setAttribute(FAILURE, cause.getMessage());
        context.setAttribute(FAILURE_EXIT, exit);
        throw cause;
    }

    private void start(ServletContext context) {
        Path base = Path.of(System.getProperty("catalina.base", ""));
        Settings settings = Settings.load(explicit(context), config(context).orElse(null), base);
        settings.errors().forEach(LOG::error);
        settings.warnings().forEach(LOG::warn);
        Storage storage = openStorage(settings);
        storage.ownership().onLost(reason -> stop(context, reason));
        importFromKamailio(settings, storage);
        channels = SipChannels.open((SipFactory) context.getAttribute(SipServlet.SIP_FACTORY), settings);
        PresenceServer.Senders senders = new PresenceServer.Senders(
                channels.sender(), channels.subscribeSender(settings.sip()), () -> SipGauges.of(channels, requests));
        server = new PresenceServer(settings, storage, senders, Clock.systemUTC());
        requests = new RequestSources(server.sipServices(), channels);
        requests.intercept(settings, server.bounds(), server.clientSubscriptions());
        context.setAttribute(RequestSources.ATTRIBUTE, requests);
        RestServices rest = server.restServices();
        context.setAttribute(RestServices.ATTRIBUTE, rest);
        context.setAttribute(RestApplication.SETTINGS, settings);
        addClientAddressFilter(context, settings);
        context.setAttribute(RestApplication.GUARD, server.guard());
        AccessTokens tokens = new AccessTokens(AdminToken.of(settings), storage.tokens(), Clock.systemUTC());
        context.setAttribute(RestApplication.TOKENS, tokens);
        context.setAttribute(XcapApplication.SERVER, server.xcapServer(callers(settings, tokens)));
    }

    private static void addClientAddressFilter(ServletContext context, Settings settings) {
        FilterRegistration.Dynamic filter =
                context.addFilter("client-address", new ClientAddressFilter(settings.httpProxied()));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(null, false, "/*");
    }

    /** Opens the database; the embedded one needs a private directory before its first file is created. */
    private static Storage openStorage(Settings settings) {
        Path data = settings.server().data().toAbsolutePath().normalize();
        boolean embedded = settings.storage().jdbcUrl().startsWith("jdbc:h2:file:" + data);
        try {
            if (embedded || Files.isDirectory(data)) {
                PrivateFiles.makeDirectory(data).ifPresent(LOG::warn);
                PrivateFiles.restrictFiles(data);
            }
            Storage storage = Storage.open(settings, Clock.systemUTC());
            PrivateFiles.restrictFiles(data);
            return storage;
        } catch (IOException e) {
            throw new StorageUnavailableException("cannot write to the directory " + data + ": " + e, e);
        }
    }

    private static void importFromKamailio(Settings settings, Storage storage) {
        settings.kamailio().ifPresent(source -> {
            KamailioImport.Counts counts = KamailioImport.run(source, storage.presentities(), Clock.systemUTC());
            LOG.info(
                    "imported {} publications and {} documents from Kamailio's database; {} were here before, {} were left out",
                    counts.publications(),
                    counts.documents(),
                    counts.present(),
                    counts.refused());
            if (counts.documents() > 0 && settings.subscription().auth() != Auth.XCAP) {
                LOG.warn("imported rules decide nothing about watchers unless auth=xcap");
            }
        });
    }

    /**
     * Stops the application. A launcher ends the process; in a foreign container the application stays deployed, not ready, and
     * rejects requests.
     */
    @SuppressWarnings("unchecked")
    private static void stop(ServletContext context, String reason) {
        if (context.getAttribute(STOP) instanceof Consumer<?> launcher) {
            ((Consumer<String>) launcher).accept(reason);
        }
    }

    private XcapAuthenticator callers(Settings settings, AccessTokens tokens) {
        return new TokenAuthenticator(tokens, new DigestAuthenticator(server.httpDigest(), settings.sip()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> explicit(ServletContext context) {
        Object explicit = context.getAttribute(EXPLICIT);
        return explicit == null ? Map.of() : (Map<String, String>) explicit;
    }

    private static Optional<Path> config(ServletContext context) {
        Object given = context.getAttribute(CONFIG);
        if (given != null) {
            return Optional.of(Path.of((String) given));
        }
        String base = System.getProperty("catalina.base");
        return Optional.ofNullable(base)
                .map(directory -> Path.of(directory, "conf", "presence.properties"))
                .filter(Files::isRegularFile);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (server != null) {
            server.close();
            requests.close();
            channels.close();
        }
        LimitingAppender.flushAll();
    }
}
