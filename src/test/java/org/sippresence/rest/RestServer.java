package org.sippresence.rest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.glassfish.jersey.servlet.ServletContainer;
import org.sippresence.account.Accounts;
import org.sippresence.account.MemoryAccountStore;
import org.sippresence.attributes.MemoryUserAttributes;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.authorization.ExternalLists;
import org.sippresence.maintenance.PublishedStates;
import org.sippresence.maintenance.RegisteredContacts;
import org.sippresence.service.MessageService;
import org.sippresence.settings.Settings;
import org.sippresence.settings.WatcherInfoSettings;
import org.sippresence.settings.WatcherInfoSettings.Offline;
import org.sippresence.testkit.TestBed;

/** The REST application on an embedded Tomcat without SIP, on a free port, as the real servlet runs it. */
final class RestServer implements AutoCloseable {

    static final Settings SETTINGS = Settings.of(
            Map.of("admin_token", RestFixtures.TOKEN, "max_expires", "1234", "pdomains", "jabber: im.example.org"));

    final FakeAdministration administration = new FakeAdministration();
    final Accounts subscribers = new Accounts(new MemoryAccountStore(2), SETTINGS.digest());
    final TestBed bed = TestBed.plan()
            .winfo(new WatcherInfoSettings(
                    true, true, Duration.ZERO, new Offline(true, true, Duration.ofDays(3), Optional.empty())))
            .start();
    final MessageService messages = new MessageService(
            bed.presentities, transaction -> Optional.empty(), transaction -> ExternalLists.NONE, Optional.empty());
    final UserAttributes attributes = new MemoryUserAttributes(2);
    final RegisteredContacts contacts = new RegisteredContacts(bed.presentities, bed.registrations);
    final PublishedStates states = new PublishedStates(bed.publishing, bed.packages);
    private final Tomcat tomcat = new Tomcat();
    private final HttpClient client = HttpClient.newHttpClient();

    private RestServer(Path directory) {
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
    }

    /** Wired as in production: Jersey makes the application, which finds its collaborators in the context. */
    static RestServer start(Path directory) throws IOException, LifecycleException {
        RestServer server = new RestServer(directory);
        Context context = server.context(directory);
        Wrapper servlet = Tomcat.addServlet(context, "rest", ServletContainer.class.getName());
        servlet.addInitParameter("javax.ws.rs.Application", RestApplication.class.getName());
        return server.started(context, servlet);
    }

    /** With a timeout of its own. */
    static RestServer start(Path directory, Duration timeout) throws IOException, LifecycleException {
        RestServer server = new RestServer(directory);
        Context context = server.context(directory);
        RestApplication application = new RestApplication(
                new RestApplication.Operations(
                        server.administration,
                        server.subscribers,
                        server.messages,
                        server.attributes,
                        server.contacts,
                        server.bed.offlineWinfo,
                        server.states),
                SETTINGS,
                RestFixtures.TOKEN,
                timeout);
        return server.started(context, Tomcat.addServlet(context, "rest", new ServletContainer(application)));
    }

    private Context context(Path directory) throws IOException {
        Context context = tomcat.addContext(
                "", Files.createDirectories(directory.resolve("root")).toString());
        context.getServletContext().setAttribute(RestApplication.ADMINISTRATION, administration);
        context.getServletContext().setAttribute(RestApplication.SUBSCRIBERS, subscribers);
        context.getServletContext().setAttribute(RestApplication.MESSAGES, messages);
        context.getServletContext().setAttribute(RestApplication.ATTRIBUTES, attributes);
        context.getServletContext().setAttribute(RestApplication.REGISTRATIONS, contacts);
        context.getServletContext().setAttribute(RestApplication.PUBLICATIONS, states);
        context.getServletContext().setAttribute(RestApplication.OFFLINE_WINFO, bed.offlineWinfo);
        context.getServletContext().setAttribute(RestApplication.SETTINGS, SETTINGS);
        context.getServletContext().setAttribute(RestApplication.ADMIN_TOKEN, RestFixtures.TOKEN);
        return context;
    }

    private RestServer started(Context context, Wrapper servlet) throws LifecycleException {
        servlet.setAsyncSupported(true);
        servlet.setLoadOnStartup(1);
        context.addServletMapping("/*", "rest");
        tomcat.start();
        return this;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
    }

    /** A request with the token. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + RestFixtures.TOKEN);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> put(String path, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        bed.close();
    }
}
