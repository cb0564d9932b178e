package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.rest.RestFixtures.ALICE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.account.Accounts;
import org.sippresence.account.MemoryAccountStore;
import org.sippresence.model.Aor;

/** Runs the script as an operator does, against the REST application; needs curl as the script does. */
@EnabledIf("curlIsThere")
final class PresencectlTest {

    @TempDir
    static Path directory;

    @RegisterExtension
    static final RestServer server = new RestServer();

    /** What a run of the script left. */
    private record Run(int exit, String out, String err) {
        private JsonNode json() throws IOException {
            assertThat(exit).as(err).isZero();
            return Json.MAPPER.readTree(out);
        }
    }

    static boolean curlIsThere() throws InterruptedException {
        try {
            return new ProcessBuilder("curl", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @BeforeAll
    static void writeToken() throws IOException {
        Files.writeString(directory.resolve("admin.token"), RestFixtures.TOKEN + "\n");
    }

    @BeforeEach
    void aliceIsOnlineAndWatched() {
        server.aliceIsOnlineAndWatched();
    }

    private static Run presencectl(String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(
                        Stream.of("--url", server.uri("/").toString(), "--data", directory.toString()),
                        Stream.of(arguments))
                .toList());
    }

    private static Run run(List<String> arguments) throws IOException, InterruptedException {
        return run(arguments, "");
    }

    /** @param input what the script reads */
    private static Run run(List<String> arguments, String input) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("bash", "scripts/presencectl"));
        line.addAll(arguments);
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Path in = Files.writeString(Files.createTempFile(directory, "in", ""), input);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("PRESENCE_ADMIN_TOKEN");
        builder.environment().put("LC_ALL", "C.UTF-8");
        int exit = builder.start().waitFor();
        return new Run(exit, Files.readString(out), Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void refreshesWatchers() throws IOException, InterruptedException {
        assertThat(presencectl("refreshWatchers", "sip:alice@example.org")
                        .json()
                        .path("notified")
                        .asInt())
                .isEqualTo(1);
        assertThat(server.notified()).hasSize(1);
        assertThat(presencectl("refreshWatchers", "sip:alice@example.org", "dialog", "0")
                        .json()
                        .path("notified")
                        .asInt())
                .isZero();
    }

    @Test
    void feedsShowsAndRemovesContacts() throws IOException, InterruptedException {
        String carol = "sip:carol@im.example.org";
        assertThat(presencectl("setRegistrations", carol, "two words").exit()).isEqualTo(1);
        assertThat(presencectl("setRegistrations", carol, ",60").exit()).isEqualTo(2);
        JsonNode said = presencectl("setRegistrations", carol, "xmpp:carol@im.example.org/a", "sip:c@192.0.2.1,060")
                .json();
        assertThat(said.path("contacts").findValuesAsText("contact"))
                .containsExactly("xmpp:carol@im.example.org/a", "sip:c@192.0.2.1");
        assertThat(presencectl("registrations", carol).json()).isEqualTo(said);
        assertThat(presencectl("removeRegistrations", carol, "register").exit()).isEqualTo(1);
        assertThat(presencectl("removeRegistrations", carol).exit()).isZero();
        assertThat(presencectl("setRegistrations", carol).json().path("contacts"))
                .isEmpty();
    }

    @Test
    void createsListsAndRevokesTokens() throws IOException, InterruptedException {
        JsonNode token = presencectl("token", "create", "read", "example.org", "030", "the \"graphs\"")
                .json();
        String secret = token.path("token").asText();
        JsonNode listed = presencectl("token", "list").json().path("tokens").get(0);
        assertThat(listed.path("description").asText()).isEqualTo("the \"graphs\"");
        assertThat(Duration.between(
                        Instant.parse(listed.path("created").asText()),
                        Instant.parse(listed.path("expires").asText())))
                .isBetween(Duration.ofDays(30), Duration.ofDays(30).plusMinutes(1));
        List<String> limited = List.of("--url", server.uri("/").toString(), "--token", secret, "presentities", "alice");
        assertThat(run(limited).json().path("presentities")).hasSize(1);
        assertThat(presencectl("token", "revoke", token.path("id").asText()).exit())
                .isZero();
        assertThat(run(limited).err()).contains("401 this is no valid token");
        assertThat(presencectl("token", "revoke", "unknown").err()).contains("404 there is no token unknown");
        assertThat(presencectl("token", "create", "write", "", "", "provisioning")
                        .json()
                        .has("domain"))
                .isFalse();
        for (List<String> wrong : List.of(List.of("token"), List.of("token", "show"), List.of("token", "create"))) {
            assertThat(presencectl(wrong.toArray(String[]::new)).exit()).isEqualTo(2);
        }
    }

    @Test
    void storesShowsAndTellsOfflineWatchers() throws IOException, InterruptedException {
        String dave = "sip:dave@example.org";
        assertThat(presencectl("storeWinfo", dave, "sip:bob@example.org").exit())
                .isZero();
        assertThat(presencectl("offlineWinfo", "dave@example.org")
                        .json()
                        .path("watchers")
                        .findValuesAsText("watcher"))
                .containsExactly("sip:bob@example.org");
        JsonNode dump = presencectl("dumpWinfo", dave).json();
        assertThat(dump.path("watchers").asInt()).isOne();
        assertThat(dump.path("notified").asInt()).isZero();
        assertThat(presencectl("online", dave).json().path("online").isBoolean())
                .isTrue();
        assertThat(presencectl("storeWinfo", dave).exit()).isEqualTo(2);
    }

    @Test
    void updatesWatchers() throws IOException, InterruptedException {
        server.rules = Optional.of(RestFixtures.everybody("confirm"));
        assertThat(presencectl("updateWatchers", "sip:alice@example.org")
                        .json()
                        .path("changed")
                        .asInt())
                .isEqualTo(1);
        assertThat(presencectl("updateWatchers", "sip:alice@example.org", "dialog")
                        .json()
                        .path("changed")
                        .asInt())
                .isZero();
    }

    @Test
    void explainsADecision() throws IOException, InterruptedException {
        JsonNode answer = presencectl("explain", "sip:bob@example.org", "sip:alice@example.org")
                .json();
        assertThat(answer.path("code").asInt()).isEqualTo(1);
        assertThat(answer.path("rule").asText()).isEqualTo("all");
    }

    @Test
    void explainsWhatWouldBeAtAnotherTimeAndPlace() throws IOException, InterruptedException {
        String[] people = {"explain", "sip:carol&x=y@example.org", "sip:alice@example.org"};
        JsonNode answer = presencectl(
                        people[0], people[1], people[2], "presence", "2026-11-22T03:00:00+01:00", "at home")
                .json();
        assertThat(answer.path("at").asText()).isEqualTo("2026-11-22T02:00:00Z");
        assertThat(answer.path("sphere").asText()).isEqualTo("at home");
        assertThat(presencectl(people[0], people[1], people[2], "", "noon").err())
                .isEqualTo("presencectl: 400 at is no instant such as 2026-11-22T02:00:00Z\n");
    }

    @Test
    void quotesWhatJsonWouldMisread() throws IOException, InterruptedException {
        assertThat(presencectl("refreshWatchers", "sip:o\"neil\\@example.org").err())
                .isEqualTo("presencectl: 400 presentity_uri is no SIP, SIPS, PRES or TEL URI\n");
        assertThat(presencectl("refreshWatchers", "sip:bob@example.org", "a\"b").err())
                .isEqualTo("presencectl: 400 event is no name of an event package\n");
    }

    @Test
    void cleansUp() throws IOException, InterruptedException {
        server.storeExpired();
        assertThat(presencectl("cleanup").json().path("publications").asInt()).isEqualTo(1);
    }

    @Test
    void listsAndShowsPresentities() throws IOException, InterruptedException {
        assertThat(presencectl("presentities", "alice").json().path("presentities"))
                .hasSize(1);
        assertThat(presencectl("presentities", "nobody&q=").json().path("presentities"))
                .isEmpty();
        assertThat(presencectl("presentities", "", ALICE.uri()).json().path("presentities"))
                .isEmpty();
        assertThat(presencectl("presentity", "sip:alice@example.org")
                        .json()
                        .path("online")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:a%b+c&d=e#f@example.org", "sip:\u00e9\u4e2d@example.org", "tel:+15551234"})
    void encodesUrisByteByByte(String uri) throws IOException, InterruptedException {
        Run run = presencectl("presentity", uri);
        assertThat(run.exit()).isEqualTo(1);
        if (uri.contains("%b+")) { // '%b+' is no escape
            assertThat(run.err()).contains("400");
        } else {
            assertThat(run.err()).isEqualTo("presencectl: 404 nothing is stored about " + Aor.parse(uri) + "\n");
        }
    }

    @Test
    void showsWatchersAndSubscriptions() throws IOException, InterruptedException {
        assertThat(presencectl("watchers", "sip:alice@example.org").json().path("watchers"))
                .hasSize(1);
        assertThat(presencectl("watchers", "sip:alice@example.org", "dialog")
                        .json()
                        .path("watchers"))
                .isEmpty();
        assertThat(presencectl("subscription", "10-s1").json().path("status").asText())
                .isEqualTo("active");
    }

    @Test
    void endsASubscriptionOnce() throws IOException, InterruptedException {
        assertThat(presencectl("end", "10-s1")).isEqualTo(new Run(0, "", ""));
        assertThat(presencectl("end", "10-s1"))
                .isEqualTo(new Run(1, "", "presencectl: 404 there is no subscription 10-s1\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"top secret\n", "\"quoted\\\\\" \u00e9$(x)`y`@%41", " blank "})
    void setsShowsAndRemovesASubscriber(String password) throws IOException, InterruptedException {
        List<String> set = List.of(
                "--url",
                server.uri("").toString(),
                "--data",
                directory.toString(),
                "setPassword",
                "sip:alice@example.org");
        assertThat(run(set, password)).isEqualTo(new Run(0, "", ""));
        Accounts same = new Accounts(new MemoryAccountStore(1), RestServer.SETTINGS.digest());
        same.savePassword(ALICE, password.endsWith("\n") ? password.substring(0, password.length() - 1) : password);
        assertThat(server.services.accounts().find(ALICE)).isEqualTo(same.find(ALICE));
        assertThat(presencectl("subscriber", "sip:alice@example.org")
                        .json()
                        .path("username")
                        .asText())
                .isEqualTo("alice");
        assertThat(presencectl("removeSubscriber", "sip:alice@example.org")).isEqualTo(new Run(0, "", ""));
        assertThat(presencectl("subscriber", "sip:alice@example.org"))
                .isEqualTo(new Run(1, "", "presencectl: 404 there is no subscriber sip:alice@example.org\n"));
    }

    /** The loop of docs/operations.md. */
    @Test
    void setsThePasswordsInAFile() throws IOException, InterruptedException {
        Path users = directory.resolve("users.csv");
        Files.writeString(users, "sip:alice@example.org,top secret\nsip:nina@example.org,a,\"b\"\n");
        String presencectl = "bash scripts/presencectl --url " + server.uri("") + " --data " + directory;
        String loop = "while IFS=, read -r uri password; do printf '%s\\n' \"$password\" | " + presencectl
                + " setPassword \"$uri\"; done <" + users;
        assertThat(new ProcessBuilder("bash", "-c", loop).inheritIO().start().waitFor())
                .isZero();
        Accounts same = new Accounts(new MemoryAccountStore(2), RestServer.SETTINGS.digest());
        Aor nina = Aor.parse("sip:nina@example.org");
        same.savePassword(ALICE, "top secret");
        same.savePassword(nina, "a,\"b\"");
        Accounts accounts = server.services.accounts();
        assertThat(accounts.find(ALICE)).isPresent().isEqualTo(same.find(ALICE));
        assertThat(accounts.find(nina)).isPresent().isEqualTo(same.find(nina));
        assertThat(accounts.remove(ALICE)).isTrue();
        assertThat(accounts.remove(nina)).isTrue();
    }

    @Test
    void asksAboutMessages() throws IOException, InterruptedException {
        JsonNode decision = presencectl("authorizeMessage", "sip:bob@example.org", "sip:alice@example.org")
                .json();
        assertThat(decision.path("code").asInt()).isEqualTo(1);
        assertThat(presencectl("authorizeMessage", "sip:bob@example.org", "sip:alice@example.org", "/x")
                        .err())
                .isEqualTo("presencectl: 400 filename is not a document name\n");
    }

    @Test
    void setsShowsAndRemovesAnAttribute() throws IOException, InterruptedException {
        String alice = "sip:alice@example.org";
        assertThat(presencectl("setAttribute", alice, "pres_rules_file", "a \"b\".xml, c.xml"))
                .isEqualTo(new Run(0, "", ""));
        assertThat(presencectl("attribute", alice, "pres_rules_file")
                        .json()
                        .path("value")
                        .asText())
                .isEqualTo("a \"b\".xml, c.xml");
        assertThat(presencectl("removeAttribute", alice, "pres_rules_file")).isEqualTo(new Run(0, "", ""));
        assertThat(presencectl("attribute", alice, "pres_rules_file").err())
                .isEqualTo("presencectl: 404 there is no attribute pres_rules_file of sip:alice@example.org\n");
    }

    @Test
    void aPasswordThatIsNotThereIsSaid() throws IOException, InterruptedException {
        assertThat(presencectl("setPassword", "sip:alice@example.org"))
                .isEqualTo(new Run(2, "", "presencectl: no password on standard input; see presencectl --help\n"));
    }

    @Test
    void showsTheConfiguration() throws IOException, InterruptedException {
        assertThat(presencectl("config").json().path("max_expires").asText()).isEqualTo("1234");
    }

    @Test
    void tellsTheHealthWithoutToken() throws IOException, InterruptedException {
        assertThat(run(List.of("--url", server.uri("").toString(), "health"))
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("up");
        server.store.failAll(true);
        assertThat(presencectl("health")).isEqualTo(new Run(1, "", "presencectl: 503 the database does not answer\n"));
    }

    @Test
    void aWrongTokenIsRefused() throws IOException, InterruptedException {
        Run run = presencectl("--token", "wrong", "config");
        assertThat(run).isEqualTo(new Run(1, "", "presencectl: 401 this is no valid token\n"));
    }

    @Test
    void aMissingTokenIsSaid() throws IOException, InterruptedException {
        Run run = presencectl("--data", "/nowhere", "config");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("presencectl: no admin token: cannot read /nowhere/admin.token")
                .hasLineCount(1);
    }

    @Test
    void anUnreachableServerIsSaid() throws IOException, InterruptedException {
        Run run = run(List.of("--url", "http://127.0.0.1:1", "--token", "t", "config"));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("presencectl: no answer from http://127.0.0.1:1");
    }

    @ParameterizedTest
    @CsvSource({
        "'', no command",
        "nothing, unknown command nothing",
        "watchers, wrong number of arguments to watchers",
        "cleanup now, wrong number of arguments to cleanup",
        "--colour config, unknown option --colour",
        "--url, --url needs a value",
        "refreshWatchers sip:a@b presence x, TYPE is no number",
        "explain sip:a@b, wrong number of arguments to explain",
        "updateWatchers, wrong number of arguments to updateWatchers"
    })
    void wrongUsageIsExitTwoWithOneLine(String arguments, String message) throws IOException, InterruptedException {
        Run run = run(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ", -1)));
        assertThat(run).isEqualTo(new Run(2, "", "presencectl: " + message + "; see presencectl --help\n"));
    }

    @Test
    void helpListsEveryCommand() throws IOException, InterruptedException {
        Run run = run(List.of("--help"));
        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains(
                        "refreshWatchers",
                        "updateWatchers",
                        "explain",
                        "cleanup",
                        "presentities",
                        "presentity",
                        "watchers",
                        "subscription",
                        "end",
                        "authorizeMessage",
                        "subscriber",
                        "setPassword",
                        "removeSubscriber",
                        "attribute",
                        "setAttribute",
                        "removeAttribute",
                        "config",
                        "health");
    }
}
