package org.sippresence.operation;

import static org.sippresence.sipclient.AdminClient.parsed;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestTarget;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;
import org.sippresence.testkit.DigestAnswer;

/**
 * Sends one request as one caller, over SIP or HTTP. All requests are about Alice or about the whole server; what a request needs
 * to succeed is prepared by the administrator before. Not thread-safe.
 */
final class PermissionRequests implements AutoCloseable {

    static final String PEER = "127.0.0.2";

    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final String PBX = "sip:pbx@example.org";
    private static final String PIDF = "application/pidf+xml";
    private static final String PASSWORD = "{\"password\":\"a secret\"}";
    private static final String LISTS = "<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists'/>";
    private static final String RULES = "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy'/>";

    /** The bodies of requests by the beginning of the path; each of another type than JSON with the type before a blank line. */
    private static final List<Map.Entry<String, String>> BODIES = List.of(
            Map.entry("/xcap/resource-lists", "application/resource-lists+xml\n\n" + LISTS),
            Map.entry(
                    "/xcap/rls-services",
                    "application/rls-services+xml\n\n<rls-services xmlns='urn:ietf:params:xml:ns:rls-services'/>"),
            Map.entry("/xcap/pidf-manipulation", PIDF + "\n\n" + TestPidf.open(ALICE, "by hand")),
            Map.entry("/xcap/", "application/auth-policy+xml\n\n" + RULES),
            Map.entry("/api/v1/presentities", PIDF + "\n\n" + TestPidf.open(ALICE, "by REST")),
            Map.entry("/api/v1/subscribers", PASSWORD),
            Map.entry("/api/v1/attributes", "{\"value\":\"x\"}"),
            Map.entry("/api/v1/registrations", "{\"contacts\":[{\"contact\":\"xmpp:alice@example.org\"}]}"),
            Map.entry("/api/v1/authorizeMessage", "{\"from\":\"" + BOB + "\",\"to\":\"" + ALICE + "\"}"),
            Map.entry("/api/v1/offlineWinfo/dump", "{\"uid\":\"" + ALICE + "\"}"),
            Map.entry("/api/v1/offlineWinfo", "{\"uid\":\"" + ALICE + "\",\"watcher\":\"" + BOB + "\"}"),
            Map.entry("/api/v1/tokens", "{\"role\":\"read\",\"domain\":\"example.org\"}"),
            Map.entry("/api/v1/cleanup", ""),
            Map.entry("/api/v1/", "{\"presentity_uri\":\"" + ALICE + "\"}"));

    /** Who sends a request, in the order of the table's columns. */
    enum Caller {
        NOBODY,
        ALICE,
        BOB,
        TRUSTED_PEER,
        ADMIN_OF_HER_DOMAIN,
        ADMIN_OF_ANOTHER_DOMAIN,
        READER,
        WRITER,
        ADMIN
    }

    private final ServerUnderTest server;
    private final AdminClient admin;
    private final SipEndpoint user;
    private final SipEndpoint peer = SipEndpoint.open(PEER);
    private final Map<Caller, String> tokens = new EnumMap<>(Caller.class);
    private final Map<Caller, DigestUser> users = new EnumMap<>(Caller.class);

    PermissionRequests(ServerUnderTest server, String adminToken) {
        this.server = server;
        this.admin = new AdminClient(server, adminToken);
        this.user = SipEndpoint.open(server.host());
        for (String each : List.of(ALICE, BOB)) {
            succeed(admin.put("/api/v1/subscribers/" + each, PASSWORD));
        }
        users.put(Caller.ALICE, DigestUser.at(ALICE, "a secret"));
        users.put(Caller.BOB, DigestUser.at(BOB, "a secret"));
        tokens.put(Caller.ADMIN_OF_HER_DOMAIN, token("\"admin\",\"domain\":\"example.org\""));
        tokens.put(Caller.ADMIN_OF_ANOTHER_DOMAIN, token("\"admin\",\"domain\":\"example.net\""));
        tokens.put(Caller.READER, token("\"read\""));
        tokens.put(Caller.WRITER, token("\"write\""));
        tokens.put(Caller.ADMIN, adminToken);
    }

    private String token(String role) {
        return succeed(admin.post("/api/v1/tokens", "{\"role\":" + role + "}"))
                .path("token")
                .asText();
    }

    private static JsonNode succeed(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(response + "\n" + response.body());
        }
        return parsed(response);
    }

    /**
     * Sends a request and returns the status of its final response.
     *
     * @param request {@code SUBSCRIBE presence}, or a method and a path; {@code {etag}}, {@code {subscription}} and {@code {token}}
     *     stand for those of an existing one
     */
    int send(String request, Caller caller) {
        String[] words = request.split(" ", -1);
        return words.length > 1 && words[1].startsWith("/")
                ? send(words[0], prepare(words[1]), caller)
                : sip(words[0], words[words.length - 1], caller);
    }

    private int sip(String method, String event, Caller caller) {
        SipEndpoint endpoint = caller == Caller.TRUSTED_PEER ? peer : user;
        SipMessage request = request(method, event, caller, endpoint);
        TestTarget target = server.target(Transport.UDP);
        DigestUser known = users.get(caller);
        if (known != null) {
            return known.call(endpoint, request, target).status();
        }
        String token = tokens.get(caller);
        return endpoint.call(token == null ? request : request.with("Authorization", "Bearer " + token), target)
                .status();
    }

    private SipMessage request(String method, String event, Caller caller, SipEndpoint endpoint) {
        String from = switch (caller) {
            case BOB -> BOB;
            case TRUSTED_PEER -> PBX;
            default -> ALICE;
        };
        SipMessage plain = SipMessage.request(method, from, ALICE);
        return switch (method) {
            case "PUBLISH" ->
                plain.with("Event", "presence").with("Expires", "60").withBody(PIDF, TestPidf.open(ALICE, "by SIP"));
            case "REGISTER" -> plain.withStartLine("REGISTER sip:example.org SIP/2.0");
            case "SUBSCRIBE" ->
                plain.with("Event", event).with("Expires", "60").with("Contact", endpoint.contact(Transport.UDP));
            default -> message(plain);
        };
    }

    /** Alice has a contact, which accepts messages. */
    private SipMessage message(SipMessage plain) {
        user.receive((request, order) -> AnswerRule.ok());
        String contact = "sip:alice@" + user.hostPort();
        succeed(admin.put(
                "/api/v1/registrations/" + ALICE, "{\"contacts\":[{\"contact\":\"" + contact + "\",\"expires\":60}]}"));
        return plain.withBody("text/plain", "hello");
    }

    /** Makes what a request needs, and returns its path. */
    private String prepare(String path) {
        if (path.contains("{etag}")) {
            return path.replace("{etag}", publish());
        }
        if (path.contains("{subscription}")) {
            return path.replace("{subscription}", subscribe());
        }
        if (path.contains("{token}")) {
            return path.replace(
                    "{token}",
                    succeed(admin.post("/api/v1/tokens", body(path))).path("id").asText());
        }
        if (path.matches("/xcap/.*/users/.*/index|/api/v1/(?:subscribers|attributes|registrations)/.*")) {
            succeed(admin.put(path, type(path), body(path)));
        }
        return path;
    }

    private String publish() {
        String path = "/api/v1/presentities/" + ALICE + "/publications";
        JsonNode published = succeed(admin.put(path + "?expires=5", PIDF, TestPidf.open(ALICE, "prepared")));
        return published.path("etag").asText();
    }

    private String subscribe() {
        WatcherDialog dialog = new WatcherDialog(peer, server.target(Transport.UDP), PBX, ALICE);
        dialog.subscribe(5);
        dialog.next();
        for (JsonNode each : admin.json("/api/v1/watchers?presentity=" + ALICE).path("watchers")) {
            if (each.at("/dialog/call_id").asText().equals(dialog.callId())) {
                return each.path("id").asText();
            }
        }
        throw new AssertionError("the subscription is not listed");
    }

    private static String entry(String path) {
        return BODIES.stream()
                .filter(each -> path.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static String type(String path) {
        String entry = entry(path);
        return entry.contains("\n\n") ? entry.substring(0, entry.indexOf("\n\n")) : "application/json";
    }

    private static String body(String path) {
        String entry = entry(path);
        return entry.substring(entry.contains("\n\n") ? entry.indexOf("\n\n") + 2 : 0);
    }

    private int send(String method, String path, Caller caller) {
        String token = tokens.get(caller);
        String answer = http(method, path, Optional.ofNullable(token).map("Bearer "::concat), caller);
        Matcher challenge = Pattern.compile("WWW-Authenticate: (Digest .*)").matcher(answer);
        if ((caller == Caller.ALICE || caller == Caller.BOB) && challenge.find()) {
            String name = caller == Caller.ALICE ? "alice" : "bob";
            DigestAnswer digest = new DigestAnswer(challenge.group(1), name, "a secret", "0a4f113b");
            answer = http(method, path, Optional.of(digest.header(method, path, 1)), caller);
        }
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }

    /** A peer's request comes from its address, which the JDK's client cannot choose. */
    private String http(String method, String path, Optional<String> authorization, Caller caller) {
        boolean sends = method.equals("PUT") || method.equals("POST");
        byte[] body = (sends ? body(path) : "").getBytes(StandardCharsets.UTF_8);
        String head = method + ' ' + path + " HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n"
                + authorization.map(value -> "Authorization: " + value + "\r\n").orElse("")
                + (sends ? "Content-Type: " + type(path) + "\r\n" : "")
                + "Content-Length: " + body.length + "\r\n\r\n";
        String source = caller == Caller.TRUSTED_PEER ? PEER : server.host();
        try (Socket socket =
                new Socket(server.http().getAddress(), server.http().getPort(), InetAddress.getByName(source), 0)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(method + ' ' + path, e);
        }
    }

    @Override
    public void close() {
        user.close();
        peer.close();
    }
}
