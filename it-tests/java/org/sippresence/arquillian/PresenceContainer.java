package org.sippresence.arquillian;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.core.api.InstanceProducer;
import org.jboss.arquillian.core.api.annotation.ApplicationScoped;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.Node;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;
import org.jboss.shrinkwrap.descriptor.api.Descriptor;
import org.sippresence.container.Addresses;
import org.sippresence.container.Deployment;
import org.sippresence.container.EmbeddedServer;
import org.sippresence.container.StartException;
import org.sippresence.settings.ServerSettings;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The launcher's container as an Arquillian container. Each deployment starts it and each undeployment stops it, as a process
 * would; an archive that is deployed again finds its ports and its data directory. One deployment at a time.
 */
public final class PresenceContainer implements DeployableContainer<PresenceContainer.Configuration> {

    /** Nothing to configure: the settings are in the archive, see {@link PresenceWar}. */
    public static final class Configuration implements ContainerConfiguration {

        @Override
        public void validate() {}
    }

    private final Map<String, ServerUnderTest> known = new HashMap<>();
    private EmbeddedServer running;

    @Inject
    @ApplicationScoped
    private InstanceProducer<ServerUnderTest> current;

    @Override
    public Class<Configuration> getConfigurationClass() {
        return Configuration.class;
    }

    @Override
    public void setup(Configuration configuration) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Local");
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        try {
            Path directory = Files.createDirectories(Path.of("target", "it", archive.getId()));
            Path application = archive.as(ExplodedExporter.class)
                    .exportExploded(directory.toFile(), "application")
                    .toPath();
            Map<String, String> settings = new HashMap<>(settings(archive));
            settings.putIfAbsent(
                    "data", directory.resolve("data").toAbsolutePath().toString());
            Addresses addresses = Addresses.of(server(archive, settings));
            settings.put("sip_port", Integer.toString(addresses.sip().getPort()));
            settings.put("http_port", Integer.toString(addresses.http().getPort()));
            Deployment deployment = new Deployment(application, settings, Optional.empty(), reason -> {});
            ServerUnderTest server = new ServerUnderTest(
                    addresses.sip(),
                    addresses.http(),
                    Path.of(settings.get("data")),
                    () -> restart(addresses, directory, deployment));
            known.put(archive.getId(), server);
            current.set(server);
            start(addresses, directory, deployment);
            return new ProtocolMetaData()
                    .addContext(new HTTPContext(
                            server.http().getAddress().getHostAddress(),
                            server.http().getPort()));
        } catch (IOException | StartException e) {
            throw new DeploymentException("cannot deploy " + archive.getName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void undeploy(Archive<?> archive) {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    @Override
    public void deploy(Descriptor descriptor) {
        throw new UnsupportedOperationException("only archives");
    }

    @Override
    public void undeploy(Descriptor descriptor) {
        throw new UnsupportedOperationException("only archives");
    }

    private void restart(Addresses addresses, Path directory, Deployment deployment) {
        running.stop();
        running = null;
        try {
            start(addresses, directory, deployment);
        } catch (StartException e) {
            throw new IllegalStateException("does not start again", e);
        }
    }

    private void start(Addresses addresses, Path directory, Deployment deployment) throws StartException {
        ClassLoader view = new ContainerView(PresenceContainer.class.getClassLoader());
        EmbeddedServer server = new EmbeddedServer(addresses, directory.resolve("container"), deployment, view);
        try {
            server.start();
            running = server;
        } catch (StartException e) {
            server.stop();
            throw e;
        }
    }

    private ServerSettings server(Archive<?> archive, Map<String, String> settings) {
        ServerUnderTest before = known.get(archive.getId());
        String sipPort = settings.getOrDefault(
                "sip_port", before == null ? "0" : Integer.toString(before.sip().getPort()));
        String httpPort = settings.getOrDefault(
                "http_port",
                before == null ? "0" : Integer.toString(before.http().getPort()));
        return new ServerSettings(
                settings.getOrDefault("sip_bind", "127.0.0.1"),
                Integer.parseInt(sipPort),
                "127.0.0.1",
                Integer.parseInt(httpPort),
                Path.of(settings.get("data")));
    }

    private static Map<String, String> settings(Archive<?> archive) throws IOException {
        Node node = archive.get(PresenceWar.SETTINGS);
        Properties properties = new Properties();
        if (node != null) {
            try (var stream = node.getAsset().openStream()) {
                properties.load(new StringReader(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
            }
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }
}
