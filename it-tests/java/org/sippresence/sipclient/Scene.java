package org.sippresence.sipclient;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The users of one test: watchers and publishers with names that no other test uses. Closing it fails if a watcher
 * received an invalid NOTIFY.
 */
public final class Scene implements AutoCloseable {

    private final SipServer server;
    private final Transport transport;
    private final SipEndpoint endpoint;
    private final String salt = SipEndpoint.token().substring(0, 8);
    private final List<WatcherDialog> watchers = new ArrayList<>();
    private final Map<String, DigestUser> users = new HashMap<>();

    private Scene(SipServer server, Transport transport, SipEndpoint endpoint) {
        this.server = Objects.requireNonNull(server, "server");
        this.transport = transport;
        this.endpoint = endpoint;
    }

    public static Scene of(SipServer server, Transport transport) {
        return new Scene(server, transport, SipEndpoint.open(server.host()));
    }

    /** A scene over UDP, with an endpoint that has its own network path; closing the scene closes it. */
    public static Scene over(SipServer server, SipEndpoint endpoint) {
        return new Scene(server, Transport.UDP, endpoint);
    }

    /** A user of this scene in the domain example.org. */
    public String user(String name) {
        return "sip:" + name + '-' + salt + "@example.org";
    }

    public SipEndpoint endpoint() {
        return endpoint;
    }

    public TestTarget target() {
        return server.target(transport);
    }

    public Transport transport() {
        return transport;
    }

    /** The publishers, phones and watchers that this user gets from now on authenticate with this password. */
    public DigestUser authenticating(String user, String password) {
        DigestUser made = DigestUser.at(user, password);
        users.put(user, made);
        return made;
    }

    private Optional<DigestUser> digest(String user) {
        return Optional.ofNullable(users.get(user));
    }

    public TestPublisher publisher(String presentity) {
        TestPublisher publisher = new TestPublisher(endpoint, target(), presentity);
        return digest(presentity).map(publisher::authenticating).orElse(publisher);
    }

    /** Another publisher publishes one open tuple with this note for five minutes. */
    public SipMessage publish(String presentity, String note) {
        return publisher(presentity).publishOpen(note);
    }

    public TestRegistrant registrant(String aor) {
        TestRegistrant registrant = new TestRegistrant(endpoint, target(), aor);
        return digest(aor).map(registrant::authenticating).orElse(registrant);
    }

    /** Creates another watcher of the presentity; it does not subscribe yet. */
    public WatcherDialog watcher(String presentity) {
        return watcher(presentity, user("watcher" + watchers.size()));
    }

    /**
     * Creates another subscription to the presentity; nothing is sent yet.
     *
     * @param who the watcher's SIP URI
     */
    public WatcherDialog watcher(String presentity, String who) {
        WatcherDialog watcher = new WatcherDialog(endpoint, target(), who, presentity);
        watchers.add(watcher);
        return digest(who).map(watcher::authenticating).orElse(watcher);
    }

    /** Sends a MESSAGE, with credentials if the sender has a password, and waits for the final response. */
    public SipMessage message(String from, String to, String text) {
        SipMessage request = SipMessage.request("MESSAGE", from, to).withBody("text/plain", text);
        return digest(from)
                .map(user -> user.call(endpoint, request, target()))
                .orElseGet(() -> endpoint.call(request, target()));
    }

    /** As {@link #watcher}, subscribed for 600 s, with its first NOTIFY read. */
    public WatcherDialog subscribed(String presentity) {
        WatcherDialog watcher = watcher(presentity);
        SipMessage response = watcher.subscribe(600);
        if (response.status() != 200) {
            throw new AssertionError("SUBSCRIBE was answered\n" + response);
        }
        watcher.next();
        return watcher;
    }

    /** The body of the first NOTIFY of another subscription. */
    public String seen(String presentity) {
        WatcherDialog watcher = watcher(presentity);
        watcher.subscribe(600);
        return watcher.next().text();
    }

    /** Fails if an invalid NOTIFY was received so far. */
    public void check() {
        for (WatcherDialog watcher : watchers) {
            if (!watcher.violations().isEmpty()) {
                throw new AssertionError(String.join("\n", watcher.violations()));
            }
        }
    }

    @Override
    public void close() {
        endpoint.close();
        check();
    }
}
