import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestTarget;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** The commands of the tour in README.md, on the SIP client of the tests. Run it by scripts/sip. */
public final class Sip {

    private static final String USAGE = """
            usage: scripts/sip publish USER open|closed [NOTE]   publish as USER; again: replace what was published
                   scripts/sip unpublish USER                    remove it
                   scripts/sip watch USER [AS]                   print each NOTIFY until Ctrl-C, then unsubscribe
                   scripts/sip fetch USER [AS]                   print the state once

            USER and AS are names such as alice or URIs such as sip:alice@example.com; AS is bob if not given.
            SIP_SERVER=HOST:PORT chooses the server (127.0.0.1:5060), SIP_PASSWORD is the password of USER, or of AS, if the
            server asks for one.
            """;
    private static final Optional<String> PASSWORD = Optional.ofNullable(System.getenv("SIP_PASSWORD"));
    private static final int HOUR = 3600;
    private static final int EXPIRES = 600;

    private final SipEndpoint endpoint;
    private final TestTarget server;
    private volatile boolean leaving;

    private Sip(InetSocketAddress address) throws IOException {
        server = new TestTarget(Transport.UDP, address);
        try (DatagramSocket route = new DatagramSocket()) {
            route.connect(address);
            endpoint = SipEndpoint.open(route.getLocalAddress().getHostAddress());
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        if (words.size() < 2 || !List.of("publish", "unpublish", "watch", "fetch").contains(words.get(0))) {
            System.err.print(USAGE);
            System.exit(2);
        }
        String address = System.getenv().getOrDefault("SIP_SERVER", "127.0.0.1:5060");
        int colon = address.lastIndexOf(':');
        int port = Integer.parseInt(address.substring(colon + 1));
        Sip sip = new Sip(new InetSocketAddress(address.substring(0, colon), port));
        String user = uri(words.get(1));
        String third = words.size() > 2 ? words.get(2) : "";
        try {
            boolean worked = switch (words.get(0)) {
                case "publish" -> sip.publish(user, third, words.size() > 3 ? words.get(3) : "");
                case "unpublish" -> sip.send(user, Optional.empty());
                case "fetch" -> fetch(sip.watcher(user, third));
                default -> sip.watch(sip.watcher(user, third));
            };
            System.exit(worked ? 0 : 1);
        } catch (AssertionError e) {
            System.err.println("no answer from the server");
            System.exit(1);
        }
    }

    private static String uri(String name) {
        return name.contains(":") ? name : "sip:" + name + "@example.com";
    }

    private boolean publish(String user, String basic, String note) throws IOException {
        if (!List.of("open", "closed").contains(basic)) {
            System.err.print(USAGE);
            return false;
        }
        String more = "<contact priority=\"0.8\">" + user + "</contact>" + (note.isEmpty() ? "" : "<note>" + note + "</note>");
        return send(user, Optional.of(TestPidf.document(user, TestPidf.tuple("phone", basic, more))));
    }

    /** Publishes or removes; keeps the entity-tag in a file, so that the next run replaces what this one published. */
    private boolean send(String user, Optional<String> pidf) throws IOException {
        Path tagFile = Path.of("target", "tour", user.replaceAll("[^A-Za-z0-9.@]", "_") + ".etag");
        TestPublisher publisher = new TestPublisher(endpoint, server, user);
        PASSWORD.ifPresent(password -> publisher.authenticating(DigestUser.at(user, password)));
        if (Files.exists(tagFile)) {
            publisher.entityTag(Files.readString(tagFile));
        }
        SipMessage response = pidf.isPresent() ? publisher.publish(pidf.get(), HOUR) : publisher.remove();
        System.out.println(response.startLine() + "   entity-tag " + response.first("SIP-ETag").orElse("") + ", expires "
                + response.first("Expires").orElse(""));
        if (response.status() == 412 && pidf.isPresent()) {
            Files.delete(tagFile); // it expired
            return send(user, pidf);
        }
        if (response.status() == 200) {
            Files.createDirectories(tagFile.getParent());
            Files.writeString(tagFile, response.required("SIP-ETag"));
        }
        return response.status() == 200;
    }

    private WatcherDialog watcher(String presentity, String self) {
        String user = uri(self.isEmpty() ? "bob" : self);
        WatcherDialog watcher = new WatcherDialog(endpoint, server, user, presentity).accepting("application/pidf+xml");
        PASSWORD.ifPresent(password -> watcher.authenticating(DigestUser.at(user, password)));
        return watcher;
    }

    private static boolean subscribe(WatcherDialog watcher, int expires) {
        SipMessage response = watcher.subscribe(expires);
        if (response.status() != 200) {
            System.out.println(response.startLine());
        }
        return response.status() == 200;
    }

    private static boolean fetch(WatcherDialog watcher) {
        return subscribe(watcher, 0) && awaitEnd(watcher);
    }

    /** Subscribes, prints NOTIFYs, refreshes in time; all in one dialog. */
    private boolean watch(WatcherDialog watcher) {
        boolean over = !subscribe(watcher, EXPIRES);
        if (over) {
            return false;
        }
        System.out.println("watching " + watcher.presentity() + " in dialog " + watcher.callId());
        CountDownLatch left = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(left)));
        long refreshed = System.nanoTime();
        while (!over && !leaving) {
            over = printNext(watcher);
            if (!over && System.nanoTime() - refreshed > TimeUnit.SECONDS.toNanos(EXPIRES / 2)) {
                refreshed = System.nanoTime();
                over = !subscribe(watcher, EXPIRES);
            }
        }
        if (!over && subscribe(watcher, 0)) {
            awaitEnd(watcher);
        }
        watcher.violations().forEach(System.err::println);
        left.countDown();
        return watcher.violations().isEmpty();
    }

    /** On Ctrl-C: gives the watcher a moment to unsubscribe. */
    private void leave(CountDownLatch left) {
        leaving = true;
        try {
            left.await(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean awaitEnd(WatcherDialog watcher) {
        return IntStream.range(0, 10).anyMatch(i -> printNext(watcher));
    }

    /** Prints the next NOTIFY if there is one within 200 ms; returns whether it ends the subscription. */
    private static boolean printNext(WatcherDialog watcher) {
        Optional<Notification> notification = watcher.poll(Duration.ofMillis(200));
        notification.ifPresent(Sip::print);
        return notification.filter(Notification::isTerminated).isPresent();
    }

    private static void print(Notification notification) {
        SipMessage notify = notification.message();
        System.out.println("NOTIFY CSeq " + notify.cseq() + "  " + notify.required("Subscription-State"));
        System.out.print(notify.text().replace("><", ">\n<").indent(4));
        System.out.flush();
    }
}
