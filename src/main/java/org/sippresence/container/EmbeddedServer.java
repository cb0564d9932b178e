package org.sippresence.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.ServletContext;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.valves.ErrorReportValve;
import org.mobicents.servlet.sip.startup.SipProtocolHandler;
import org.mobicents.servlet.sip.startup.SipStandardEngine;
import org.mobicents.servlet.sip.startup.SipStandardHost;
import org.mobicents.servlet.sip.startup.SipStandardService;
import org.sippresence.hook.ContainerProviders;
import org.sippresence.hook.PresenceDispatcher;
import org.sippresence.hook.PresenceManager;
import org.sippresence.hook.RequestSyntaxValve;
import org.sippresence.settings.PrivateFiles;
import org.sippresence.settings.logging.FailureCause;

/**
 * Tomcat with the SIP container and one application, in this process.
 *
 * <p>One per process at a time: the container stores itself in a static field. {@link #start} and {@link #stop} may be called
 * from different threads, each once. The application is started before the ports open, so that it has read its state back before
 * the first request.
 */
public final class EmbeddedServer {

    private static final String NAME = "Presence";
    private static final String APPLICATION_ROUTER =
            "org.mobicents.servlet.sip.router.DefaultApplicationRouterProvider";

    private final Addresses addresses;
    private final StandardServer server = new StandardServer();
    private final SipStandardService service = new SipStandardService();
    private final List<Connector> connectors = new ArrayList<>();
    private final PresenceContext context = new PresenceContext();
    private final FailureReport failure = new FailureReport();

    /**
     * Prepares the server without opening ports.
     *
     * @param addresses the listening addresses
     * @param base a directory for the container's own files; created if absent
     * @param deployment the one application, at the context path /
     * @param parent class loader through which the application sees the container
     * @throws StartException if the directory cannot be written
     */
    public EmbeddedServer(Addresses addresses, Path base, Deployment deployment, ClassLoader parent)
            throws StartException {
        this.addresses = addresses;
        prepare(base.toAbsolutePath());
        try {
            configureService();
            SipStandardHost host = host();
            addConnectors();
            configureContext(deployment, parent);
            host.addChild(context);
            setAttributes(deployment);
        } catch (Exception e) {
            throw new StartException("cannot set the container up: " + e.getMessage());
        }
    }

    /**
     * Starts the application, then opens the ports. Returns when the server is ready.
     *
     * @throws StartException if the start fails; {@link #stop} must be called also then
     */
    public void start() throws StartException {
        try {
            server.init();
            server.start();
        } catch (LifecycleException e) {
            throw new StartException("the container does not start: " + FailureCause.message(e));
        }
        failure.throwIfSet();
        if (!context.getState().isAvailable()) {
            throw new StartException("the application does not start, see the log");
        }
        for (Addresses.Listener each : addresses.listeners()) {
            if (ContainerProviders.listening(each.transport()).isEmpty()) {
                throw new StartException("cannot listen on " + each.text() + " for SIP, see the log");
            }
        }
        if (!connectors.stream().allMatch(connector -> connector.getState().isAvailable())) {
            throw new StartException("cannot listen on http:" + Addresses.text(addresses.http()) + ", see the log");
        }
    }

    /** Stops receiving requests, stops the application, which completes the accepted ones, and closes the ports. */
    public void stop() {
        try {
            if (service.getSipApplicationDispatcher() instanceof PresenceDispatcher dispatcher) {
                dispatcher.drain();
            }
            server.stop();
            server.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("the container does not stop", e);
        }
    }

    private static void prepare(Path base) throws StartException {
        try {
            PrivateFiles.makeDirectory(base);
            for (String part : List.of("temp", "webapps", "work", "conf")) {
                PrivateFiles.makeDirectory(base.resolve(part));
            }
            StringBuilder routes = new StringBuilder();
            for (String method : PresenceDispatcher.APPLICATION) {
                routes.append(method)
                        .append(": (\"presence\", \"DAR:From\", \"ORIGINATING\", \"\", \"NO_ROUTE\", \"0\")\n");
            }
            PrivateFiles.write(base.resolve("conf/dar.properties"), routes.toString());
        } catch (IOException e) {
            throw new StartException("cannot write to the directory " + base);
        }
        System.setProperty("catalina.home", base.toString());
        System.setProperty("catalina.base", base.toString());
        System.setProperty("catalina.useNaming", "true");
        // otherwise the first bad request is logged with its header line and a stack trace
        System.setProperty("org.apache.juli.logging.UserDataHelper.CONFIG", "DEBUG_ALL");
        System.setProperty("java.naming.factory.url.pkgs", "org.apache.naming");
        System.setProperty("java.naming.factory.initial", "org.apache.naming.java.javaURLContextFactory");
        // the container's own lookup does not work since Java 9
        System.setProperty("javax.servlet.sip.ar.spi.SipApplicationRouterProvider", APPLICATION_ROUTER);
    }

    private void configureService() {
        service.setName(NAME);
        service.setSipApplicationDispatcherClassName(PresenceDispatcher.class.getName());
        service.setSipPathName("org.mobicents.ext");
        service.setDarConfigurationFileLocation("conf/dar.properties");
        service.setConcurrencyControlMode("None");
        service.setCongestionControlCheckingInterval(-1);
        service.setBypassRequestExecutor(true);
        service.setBypassResponseExecutor(true);
        service.setGatherStatistics(false);
        service.setUsePrettyEncoding(false);
        service.setSipStackProperties(
                StackProperties.create(Runtime.getRuntime().availableProcessors()));
        server.setPort(-1);
        server.addService(service);
    }

    private SipStandardHost host() {
        SipStandardEngine engine = new SipStandardEngine();
        engine.setName(NAME);
        engine.setDefaultHost("localhost");
        engine.setService(service);
        engine.getPipeline().addValve(new RequestSyntaxValve());
        SipStandardHost host = new SipStandardHost();
        host.setName("localhost");
        host.setAppBase("webapps");
        host.setAutoDeploy(false);
        host.setDeployOnStartup(false);
        ErrorReportValve errors = new ErrorReportValve();
        errors.setShowReport(false);
        errors.setShowServerInfo(false);
        host.getPipeline().addValve(errors);
        engine.addChild(host);
        service.setContainer(engine);
        return host;
    }

    private void addConnectors() throws Exception {
        Connector http = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        http.setPort(addresses.http().getPort());
        http.setProperty("address", Addresses.host(addresses.http()));
        http.setProperty("server", NAME);
        http.setProperty("rejectIllegalHeader", "true");
        http.setProperty("allowHostHeaderMismatch", "false");
        http.setProperty("maxExtensionSize", "0"); // of chunks: unused
        http.setProperty("relaxedPathChars", "\"[]"); // clients send node selectors of XCAP unescaped
        connectors.add(http);
        service.addConnector(http);
        for (Addresses.Listener listener : addresses.listeners()) {
            Connector sip = new Connector(SipProtocolHandler.class.getName());
            SipProtocolHandler handler = (SipProtocolHandler) sip.getProtocolHandler();
            handler.setIpAddress(Addresses.host(listener.address()));
            handler.setPort(listener.address().getPort());
            handler.setSignalingTransport(listener.transport());
            connectors.add(sip);
            service.addConnector(sip);
        }
    }

    private void configureContext(Deployment deployment, ClassLoader parent) {
        context.setDocBase(deployment.application().toAbsolutePath().toString());
        context.setPath("");
        context.setName("");
        context.setUnpackWAR(false);
        context.setXmlNamespaceAware(true);
        context.setProcessTlds(false);
        context.setFailCtxIfServletStartFails(true);
        context.setParentClassLoader(parent);
        PresenceManager manager = new PresenceManager();
        manager.setPathname("");
        context.setManager(manager);
        context.addLifecycleListener(failure);
    }

    /** Only a context with a parent has attributes. */
    private void setAttributes(Deployment deployment) {
        ServletContext attributes = context.getServletContext();
        attributes.setAttribute(Deployment.EXPLICIT, deployment.explicit());
        attributes.setAttribute(Deployment.STOP, deployment.stop());
        deployment.config().ifPresent(file -> attributes.setAttribute(Deployment.CONFIG, file.toString()));
    }
}
