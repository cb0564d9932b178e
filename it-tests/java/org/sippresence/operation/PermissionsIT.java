package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sippresence.operation.PermissionRequests.Caller;

/** Who may do what: each cell of the table in {@code docs/security.md} with a real request over SIP, XCAP or REST. */
class PermissionsIT extends DeployedServerTest {

    /**
     * Each operation with its requests about Alice, and the status for nobody, Alice, Bob and a trusted peer; for the
     * administrators of her domain and of another one; and for a reader, a writer and an administrator of the whole server.
     * {@code {usage}} is each application usage whose documents users write.
     */
    private static final String TABLE = """
            PUBLISH                | PUBLISH                                                 | 401 200 403 200 | 401 401 | 401 401 401
            REGISTER               | REGISTER                                                | 401 200 403 200 | 401 401 | 401 401 401
            WATCH                  | SUBSCRIBE presence                                      | 401 200 200 200 | 401 401 | 401 401 401
            WATCH_WATCHERS         | SUBSCRIBE presence.winfo                                | 401 200 403 200 | 401 401 | 401 401 401
            WATCH_CONTACTS         | SUBSCRIBE reg                                           | 401 200 403 200 | 401 401 | 401 401 401
            WATCH_DOCUMENTS        | SUBSCRIBE xcap-diff                                     | 401 200 403 200 | 401 401 | 401 401 401
            MESSAGE                | MESSAGE                                                 | 407 200 200 200 | 407 407 | 407 407 407
            READ_DOCUMENTS         | GET /xcap/{usage}/users/{alice}/index                   | 401 200 403 401 | 200 403 | 200 200 200
            READ_DOCUMENTS         | GET {directory}                                         | 401 200 403 401 | 200 403 | 200 200 200
            WRITE_DOCUMENTS        | PUT /xcap/{usage}/users/{alice}/index                   | 401 200 403 401 | 200 403 | 403 200 200
            WRITE_DOCUMENTS        | DELETE /xcap/{usage}/users/{alice}/index                | 401 200 403 401 | 200 403 | 403 200 200
            WRITE_DOCUMENTS        | PUT {directory}                                         | 401 405 403 401 | 405 403 | 403 405 405
            READ_GLOBAL_DOCUMENTS  | GET /xcap/xcap-caps/global/index                        | 401 200 200 401 | 200 200 | 200 200 200
            WRITE_GLOBAL_DOCUMENTS | PUT /xcap/xcap-caps/global/index                        | 401 403 403 401 | 403 403 | 403 403 405
            WRITE_GLOBAL_DOCUMENTS | DELETE /xcap/xcap-caps/global/index                     | 401 403 403 401 | 403 403 | 403 403 405
            READ_INDEX             | GET /                                                   | 200 200 200 200 | 200 200 | 200 200 200
            READ_INDEX             | GET /openapi.json                                       | 200 200 200 200 | 200 200 | 200 200 200
            READ_INDEX             | GET /health/live                                        | 200 200 200 200 | 200 200 | 200 200 200
            READ_INDEX             | GET /health/ready                                       | 200 200 200 200 | 200 200 | 200 200 200
            READ_METRICS           | GET /metrics                                            | 401 401 401 401 | 403 403 | 200 200 200
            READ_PRESENTITIES      | GET /api/v1/presentities                                | 401 401 401 401 | 200 200 | 200 200 200
            READ_PRESENTITIES      | GET /api/v1/presentities/{alice}/online                 | 401 401 401 401 | 200 403 | 200 200 200
            WRITE_PUBLICATIONS     | PUT /api/v1/presentities/{alice}/publications?expires=5 | 401 401 401 401 | 201 403 | 403 201 201
            READ_PRESENTITIES      | GET /api/v1/presentities/{alice}                        | 401 401 401 401 | 200 403 | 200 200 200
            WRITE_PUBLICATIONS     | PUT /api/v1/presentities/{alice}/publications/{etag}    | 401 401 401 401 | 200 403 | 403 200 200
            WRITE_PUBLICATIONS     | DELETE /api/v1/presentities/{alice}/publications/{etag} | 401 401 401 401 | 204 403 | 403 204 204
            READ_WATCHERS          | GET /api/v1/watchers?presentity={alice}                 | 401 401 401 401 | 200 403 | 200 200 200
            READ_WATCHERS          | GET /api/v1/subscriptions/{subscription}                | 401 401 401 401 | 200 404 | 200 200 200
            READ_WATCHERS          | GET /api/v1/offlineWinfo?uid={alice}                    | 401 401 401 401 | 200 403 | 200 200 200
            WRITE_WATCHERS         | DELETE /api/v1/subscriptions/{subscription}             | 401 401 401 401 | 204 404 | 403 204 204
            WRITE_WATCHERS         | POST /api/v1/refreshWatchers                            | 401 401 401 401 | 200 403 | 403 200 200
            WRITE_WATCHERS         | POST /api/v1/updateWatchers                             | 401 401 401 401 | 200 403 | 403 200 200
            WRITE_WATCHERS         | POST /api/v1/offlineWinfo                               | 401 401 401 401 | 204 403 | 403 204 204
            WRITE_WATCHERS         | POST /api/v1/offlineWinfo/dump                          | 401 401 401 401 | 200 403 | 403 200 200
            READ_CONTACTS          | GET /api/v1/registrations/{alice}                       | 401 401 401 401 | 200 403 | 200 200 200
            WRITE_CONTACTS         | PUT /api/v1/registrations/{alice}                       | 401 401 401 401 | 200 403 | 403 200 200
            WRITE_CONTACTS         | DELETE /api/v1/registrations/{alice}                    | 401 401 401 401 | 204 403 | 403 204 204
            EXPLAIN_DECISIONS      | GET /api/v1/authorization?watcher={bob}&presentity={alice} | 401 401 401 401 | 200 403 | 200 200 200
            EXPLAIN_DECISIONS      | POST /api/v1/authorizeMessage                           | 401 401 401 401 | 200 403 | 200 200 200
            READ_ATTRIBUTES        | GET /api/v1/attributes/{alice}/note                     | 401 401 401 401 | 200 403 | 200 200 200
            READ_ATTRIBUTES        | GET /api/v1/attributes/alice/note                       | 401 401 401 401 | 403 403 | 200 200 200
            WRITE_ATTRIBUTES       | PUT /api/v1/attributes/{alice}/note                     | 401 401 401 401 | 204 403 | 403 204 204
            WRITE_ATTRIBUTES       | DELETE /api/v1/attributes/{alice}/note                  | 401 401 401 401 | 204 403 | 403 204 204
            READ_ACCOUNTS          | GET /api/v1/subscribers/{carol}                         | 401 401 401 401 | 200 403 | 200 200 200
            WRITE_ACCOUNTS         | PUT /api/v1/subscribers/{carol}                         | 401 401 401 401 | 204 403 | 403 403 204
            WRITE_ACCOUNTS         | DELETE /api/v1/subscribers/{carol}                      | 401 401 401 401 | 204 403 | 403 403 204
            MANAGE_TOKENS          | GET /api/v1/tokens                                      | 401 401 401 401 | 200 200 | 403 403 200
            MANAGE_TOKENS          | POST /api/v1/tokens                                     | 401 401 401 401 | 201 403 | 403 403 201
            MANAGE_TOKENS          | DELETE /api/v1/tokens/{token}                           | 401 401 401 401 | 204 404 | 403 403 204
            READ_CONFIGURATION     | GET /api/v1/config                                      | 401 401 401 401 | 403 403 | 403 403 200
            RUN_MAINTENANCE        | POST /api/v1/cleanup                                    | 401 401 401 401 | 403 403 | 403 403 200
            """;

    private static PermissionRequests requests;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war(
                "authentication=digest",
                "domains=example.org,example.net",
                "trusted_peers=" + PermissionRequests.PEER,
                "use_offline_winfo=1");
    }

    static Stream<Arguments> cells() {
        return TABLE.lines().flatMap(PermissionsIT::expanded).flatMap(line -> {
            String[] parts = line.split(" *\\| *", 3);
            String[] statuses = parts[2].replace("| ", "").split(" ", -1);
            assertThat(statuses).as(line).hasSameSizeAs(Caller.values());
            List<Caller> callers = List.of(Caller.values());
            return IntStream.range(0, statuses.length)
                    .mapToObj(i -> Arguments.of(parts[0], parts[1], callers.get(i), Integer.parseInt(statuses[i])));
        });
    }

    private static Stream<String> expanded(String line) {
        String named = line.replace(
                        "{directory}", "/xcap/org.openmobilealliance.xcap-directory/users/{alice}/directory.xml")
                .replace("{alice}", "sip:alice@example.org")
                .replace("{bob}", "sip:bob@example.org")
                .replace("{carol}", "sip:carol@example.org");
        Stream<String> usages = named.contains("{usage}")
                ? Stream.of(
                        "pres-rules",
                        "org.openmobilealliance.pres-rules",
                        "im-rules",
                        "resource-lists",
                        "rls-services",
                        "pidf-manipulation")
                : Stream.of("");
        return usages.map(usage -> named.replace("{usage}", usage));
    }

    @AfterAll
    static void close() {
        if (requests != null) {
            requests.close();
            requests = null;
        }
    }

    @ParameterizedTest(name = "{0}: {1} by {2} is {3}")
    @MethodSource("cells")
    void eachCallerMayDoWhatTheTableSays(String operation, String request, Caller caller, int status) {
        if (requests == null) {
            requests = new PermissionRequests(server(), Servers.ADMIN_TOKEN);
        }
        assertThat(requests.send(request, caller)).as(operation).isEqualTo(status);
    }

    @Test
    void everyOperationOfTheDocumentIsInTheTableExceptTheConsole() throws IOException {
        Set<String> tested =
                TABLE.lines().map(line -> line.split(" ", 2)[0]).collect(Collectors.toCollection(TreeSet::new));
        tested.add("USE_CONSOLE");
        Set<String> documented = Files.readAllLines(Path.of("docs/security.md")).stream()
                .filter(line -> line.matches("\\| [A-Z_]{5,} \\|.*"))
                .map(line -> line.split(" ", 3)[1])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(tested).isEqualTo(documented);
    }
}
