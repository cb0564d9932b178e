package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.rest.RestFixtures.ALICE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.deploy.FilterDef;
import org.apache.catalina.deploy.FilterMap;
import org.apache.catalina.startup.Tomcat;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.sippresence.access.AccessTokens;
import org.sippresence.access.MemoryAccessTokenStore;
import org.sippresence.audit.AuthenticationGuard;
import org.sippresence.authentication.ClientAddressFilter;
import org.sippresence.authorization.RuleSet;
import org.sippresence.model.Aor;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.presentity.Write;
import org.sippresence.publication.Publication;
import org.sippresence.settings.Settings;
import org.sippresence.settings.WatcherInfoSettings;
import org.sippresence.settings.WatcherInfoSettings.Offline;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;
import org.sippresence.testkit.TextPackage;

/** The REST application on an embedded Tomcat without SIP, on a free port, as the real servlet runs it. */
final class RestServer implements BeforeAllCallback, AfterAllCallback {

    static final Settings SETTINGS = Settings.of(
            Map.of("admin_token", RestFixtures.TOKEN, "max_expires", "1234", "pdomains", "jabber: im.example.org"));

    final InMemoryPresentityStore store = new InMemoryPresentityStore();
    volatile Optional<RuleSet> rules = Optional.of(RestFixtures.everybody("allow"));
    private volatile Optional<RuntimeException> failure = Optional.empty();
    private final RecordingNotifySender sender = new RecordingNotifySender();
    final TestBed bed = TestBed.plan()
            .store(store)
            .sender(sender)
            .limits(new Limits(10_000, true, true))
            .rules(transaction -> {
                failure.ifPresent(exception -> {
                    throw exception;
                });
                return rules;
            })
            .packages(List.of(TextPackage.presence(), new TextPackage(new EventName("dialog"), false)), Map.of())
            .winfo(new WatcherInfoSettings(
                    true, true, Duration.ZERO, new Offline(true, true, Duration.ofDays(3), Optional.empty())))
            .start();
    final RestServices services = bed.restServices;
    final AccessTokens tokens = new AccessTokens(RestFixtures.TOKEN, new MemoryAccessTokenStore(), Clock.systemUTC());
    final AuthenticationGuard guard;
    private final Tomcat tomcat = new Tomcat();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Optional<Duration> timeout;
    private int notifiedBefore;

    /** Wired as in production: Jersey makes the application, which finds its collaborators in the context. */
    RestServer() {
        this(Optional.empty(), guard(SETTINGS));
    }

    /** With a timeout of its own. */
    RestServer(Duration timeout) {
        this(Optional.of(timeout), guard(SETTINGS));
    }

    /** With the audit log and the limit of failed authentications of these settings. */
    RestServer(Settings security) {
        this(Optional.empty(), guard(security));
    }

    private RestServer(Optional<Duration> timeout, AuthenticationGuard guard) {
        this.timeout = timeout;
        this.guard = guard;
    }

    private static AuthenticationGuard guard(Settings settings) {
        return AuthenticationGuard.of(settings, Clock.systemUTC());
    }

    private static boolean isNested(ExtensionContext test) {
        return test.getRequiredTestClass().getEnclosingClass() != null;
    }

    @Override
    public void beforeAll(ExtensionContext test) throws IOException, LifecycleException {
        if (isNested(test)) {
            return;
        }
        Path directory = Files.createTempDirectory(Path.of("target"), "rest").toAbsolutePath();
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext(
                "", Files.createDirectory(directory.resolve("root")).toString());
        context.getServletContext().setAttribute(RestServices.ATTRIBUTE, services);
        context.getServletContext().setAttribute(RestApplication.SETTINGS, SETTINGS);
        context.getServletContext().setAttribute(RestApplication.TOKENS, tokens);
        context.getServletContext().setAttribute(RestApplication.GUARD, guard);
        Wrapper servlet = Tomcat.addServlet(context, "rest", container());
        servlet.addInitParameter("javax.ws.rs.Application", RestApplication.class.getName());
        servlet.setAsyncSupported(true);
        servlet.setLoadOnStartup(1);
        context.addServletMapping("/*", "rest");
        addFilter(context);
        tomcat.start();
    }

    /** The application as it is with this timeout. */
    RestApplication application(Duration of) {
        return new RestApplication(services, SETTINGS, tokens, guard, of);
    }

    private static void addFilter(Context context) {
        FilterDef definition = new FilterDef();
        definition.setFilterName("client-address");
        definition.setFilter(new ClientAddressFilter(false));
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName("client-address");
        mapping.addURLPattern("/*");
        context.addFilterMap(mapping);
    }

    private ServletContainer container() {
        return timeout.map(of -> new ServletContainer(application(of))).orElseGet(ServletContainer::new);
    }

    @Override
    public void afterAll(ExtensionContext test) throws LifecycleException {
        if (isNested(test)) {
            return;
        }
        store.releaseWrites();
        tomcat.stop();
        tomcat.destroy();
        guard.audit().close();
        bed.close();
    }

    /** Stores Alice's publication and Bob's subscription, whatever tests before have changed, and lets everybody see her. */
    void aliceIsOnlineAndWatched() {
        store.failAll(false);
        failure = Optional.empty();
        rules = Optional.of(RestFixtures.everybody("allow"));
        bed.change(ALICE, bed.authorizationCache::reauthorize);
        bed.settle();
        bed.change(ALICE, transaction -> {
            transaction.publications().save(RestFixtures.PUBLICATION);
            transaction.subscriptions().save(RestFixtures.SUBSCRIPTION);
        });
        sender.forget(RestFixtures.SUBSCRIPTION.dialog().id());
        bed.settle();
        notifiedBefore = sender.count();
    }

    /** Reading the database or the rules fails with this exception. */
    void failWith(RuntimeException exception) {
        store.failWith(exception);
        failure = Optional.of(exception);
    }

    /** The documents that Bob was sent since then. */
    List<String> notified() {
        bed.settle();
        List<String> bodies = sender.bodies(RestFixtures.SUBSCRIPTION.dialog().id());
        return bodies.subList(bodies.size() - (sender.count() - notifiedBefore), bodies.size());
    }

    /** The CSeq of the last NOTIFY to Bob. */
    long lastCSeq() {
        bed.settle();
        return bed.read(
                ALICE,
                transaction ->
                        transaction.numbering(RestFixtures.SUBSCRIPTION.id()).last());
    }

    /** Writes rows of Dave, past memory, that expired an hour ago. */
    void storeExpired() {
        Aor dave = Aor.parse("sip:dave@example.org");
        store.write(List.of(
                new Write.SavePresentity(dave, "registrar"),
                new Write.SavePublication(new Publication(
                        "10-p2",
                        dave,
                        EventName.PRESENCE,
                        new EntityTag("10-e8"),
                        Fixtures.NOON.minusSeconds(7200),
                        Fixtures.NOON.minusSeconds(3600),
                        RestFixtures.PUBLICATION.body(),
                        ""))));
    }

    /** The documents of Alice's publications, in the order in which they were first published. */
    List<String> published() {
        return bed.read(
                ALICE,
                transaction -> transaction.allPublications().stream()
                        .map(Publication::body)
                        .map(body -> body.text())
                        .toList());
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
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> put(String path, String json) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    /** The body of a response with status 200. */
    static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        return Json.MAPPER.readTree(response.body());
    }

    static void assertProblem(HttpResponse<String> response, int status, String detail) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
        JsonNode problem = Json.MAPPER.readTree(response.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asText()).isEqualTo("about:blank");
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).contains(detail);
        assertThat(response.body()).doesNotContain("Exception", "org.", "java.", "com.");
    }
}
