import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The client of the tour in README.md: just enough SIP over UDP to publish and to watch, in one file to read. It knows
 * nothing of the server's code. Run it by scripts/sip.
 *
 * <p>Tests have a better one in it-tests.
 */
public final class Sip {

    private static final String USAGE = """
            usage: scripts/sip publish USER open|closed [NOTE]   publish as USER; again: replace what was published
                   scripts/sip unpublish USER                    remove it
                   scripts/sip watch USER [AS]                   print each NOTIFY until Ctrl-C, then unsubscribe
                   scripts/sip fetch USER [AS]                   print the state once

            USER and AS are names such as alice or URIs such as sip:alice@example.com; AS is bob if not given.
            SIP_SERVER=HOST:PORT chooses the server (127.0.0.1:5060).
            """;

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2 || !List.of("publish", "unpublish", "watch", "fetch").contains(arguments[0])) {
            System.err.print(USAGE);
            System.exit(2);
        }
        String user = uri(arguments[1]);
        String third = arguments.length > 2 ? arguments[2] : "";
        try (Wire wire = new Wire(System.getenv().getOrDefault("SIP_SERVER", "127.0.0.1:5060"))) {
            boolean worked = switch (arguments[0]) {
                case "publish" -> new Publisher(wire, user).publish(third, arguments.length > 3 ? arguments[3] : "");
                case "unpublish" -> new Publisher(wire, user).remove();
                case "fetch" -> new Watcher(wire, user, uri(third.isEmpty() ? "bob" : third)).fetch();
                default -> new Watcher(wire, user, uri(third.isEmpty() ? "bob" : third)).watch();
            };
            System.exit(worked ? 0 : 1);
        } catch (SocketTimeoutException e) {
            System.err.println("no answer from the server");
            System.exit(1);
        }
    }

    private static String uri(String name) {
        return name.contains(":") ? name : "sip:" + name + "@example.com";
    }

    private static String random() {
        return Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    }

    /** Publishes (RFC 3903); keeps the entity-tag in a file, so that the next run replaces what this one published. */
    private static final class Publisher {

        private final Wire wire;
        private final String user;
        private final Path tagFile;

        Publisher(Wire wire, String user) {
            this.wire = wire;
            this.user = user;
            this.tagFile = Path.of("target", "tour", user.replaceAll("[^A-Za-z0-9.@]", "_") + ".etag");
        }

        boolean publish(String basic, String note) throws IOException {
            if (!basic.equals("open") && !basic.equals("closed")) {
                System.err.print(USAGE);
                return false;
            }
            String noteElement = note.isEmpty() ? "" : "<note>" + note + "</note>";
            String body = """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="%s">
                      <tuple id="phone">
                        <status><basic>%s</basic></status>
                        <contact priority="0.8">%s</contact>
                        %s
                      </tuple>
                    </presence>
                    """.formatted(user, basic, user, noteElement);
            return send("Expires: 3600\r\nContent-Type: application/pidf+xml\r\n", body, Files.exists(tagFile));
        }

        boolean remove() throws IOException {
            return send("Expires: 0\r\n", "", true);
        }

        private boolean send(String headers, String body, boolean again) throws IOException {
            String tag = again && Files.exists(tagFile) ? Files.readString(tagFile) : "";
            String match = tag.isEmpty() ? "" : "SIP-If-Match: " + tag + "\r\n";
            Message answer = wire.request(
                    wire.head("PUBLISH", user, "Event: presence\r\n" + match + headers, "", 1)
                            .from(user, random())
                            .to(user, "")
                            .body(body));
            System.out.println(answer.firstLine() + "   entity-tag " + answer.header("SIP-ETag") + ", expires "
                    + answer.header("Expires"));
            if (answer.status() == 412 && !body.isEmpty()) {
                Files.delete(tagFile); // it expired
                return send(headers, body, false);
            }
            if (answer.status() == 200) {
                Files.createDirectories(tagFile.getParent());
                Files.writeString(tagFile, answer.header("SIP-ETag"));
            }
            return answer.status() == 200;
        }
    }

    /** Subscribes (RFC 6665), prints NOTIFYs, refreshes in time; all in one dialog. */
    private static final class Watcher {

        private static final int EXPIRES = 600;

        private final Wire wire;
        private final String presentity;
        private final String self;
        private final String callId = random();
        private final String localTag = random();
        private String target;
        private String remoteTag = "";
        private int cseq;
        private long lastNotify;
        private boolean over;
        private volatile boolean leaving;

        Watcher(Wire wire, String presentity, String self) {
            this.wire = wire;
            this.presentity = presentity;
            this.target = presentity;
            this.self = self;
            wire.onRequest(this::notified);
        }

        boolean watch() throws IOException {
            if (!subscribe(EXPIRES)) {
                return false;
            }
            System.out.println("watching " + presentity + " in dialog " + callId);
            CountDownLatch left = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(left)));
            long refresh = System.nanoTime() + EXPIRES * 500_000_000L;
            while (!over && !leaving) {
                wire.poll(200);
                if (System.nanoTime() > refresh) {
                    refresh = System.nanoTime() + EXPIRES * 500_000_000L;
                    over |= !subscribe(EXPIRES);
                }
            }
            if (!over) {
                subscribe(0);
                awaitEnd();
            }
            left.countDown();
            return true;
        }

        boolean fetch() throws IOException {
            boolean accepted = subscribe(0);
            if (accepted) {
                awaitEnd();
            }
            return accepted && over;
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

        private void awaitEnd() throws IOException {
            long until = System.nanoTime() + 2_000_000_000L;
            while (!over && System.nanoTime() < until) {
                wire.poll(100);
            }
        }

        private boolean subscribe(int expires) throws IOException {
            String headers = "Event: presence\r\nAccept: application/pidf+xml\r\nExpires: " + expires + "\r\n"
                    + "Contact: <" + wire.contact() + ">\r\n";
            Message answer = wire.request(wire.head("SUBSCRIBE", target, headers, callId, ++cseq)
                    .from(self, localTag)
                    .to(presentity, remoteTag)
                    .body(""));
            if (answer.status() != 200) {
                System.out.println(answer.firstLine());
                return false;
            }
            remoteTag = answer.tag("To");
            target = answer.uri("Contact");
            return true;
        }

        private void notified(Message notify) throws IOException {
            if (!notify.firstLine().startsWith("NOTIFY ")) {
                return;
            }
            boolean ours = notify.header("Call-ID").equals(callId) && notify.tag("To").equals(localTag);
            wire.reply(notify, ours ? "200 OK" : "481 Subscription Does Not Exist");
            long number = Long.parseLong(notify.header("CSeq").split(" ")[0]);
            if (!ours || number == lastNotify) { // a retransmission is answered again, but not shown
                return;
            }
            String state = notify.header("Subscription-State");
            System.out.println("NOTIFY CSeq " + number + "  " + state + (number < lastNotify ? "  OUT OF ORDER" : ""));
            System.out.print(notify.body().replace("><", ">\n<").indent(4));
            System.out.flush();
            lastNotify = number;
            over |= state.startsWith("terminated");
        }
    }

    /** One UDP socket and the server it talks to. */
    private static final class Wire implements AutoCloseable {

        private final DatagramSocket socket;
        private Handler handler = message -> {};

        interface Handler {
            void handle(Message message) throws IOException;
        }

        Wire(String server) throws IOException {
            int colon = server.lastIndexOf(':');
            socket = new DatagramSocket();
            String host = server.substring(0, colon);
            socket.connect(new InetSocketAddress(host, Integer.parseInt(server.substring(colon + 1))));
        }

        void onRequest(Handler handler) {
            this.handler = handler;
        }

        String contact() {
            return "sip:tour@" + local();
        }

        private String local() {
            String address = socket.getLocalAddress().getHostAddress();
            return (address.contains(":") ? "[" + address + "]" : address) + ":" + socket.getLocalPort();
        }

        Draft head(String method, String target, String headers, String callId, int cseq) {
            return new Draft(method + " " + target + " SIP/2.0\r\nVia: SIP/2.0/UDP " + local() + ";rport;branch=z9hG4bK"
                    + random() + "\r\nMax-Forwards: 70\r\nCall-ID: " + (callId.isEmpty() ? random() : callId)
                    + "\r\nCSeq: " + cseq + " " + method + "\r\n" + headers);
        }

        /** Sends, and sends again at growing intervals until a final answer comes (RFC 3261 section 17.1.2). */
        Message request(String text) throws IOException {
            String cseq = new Message(text).header("CSeq");
            String callId = new Message(text).header("Call-ID");
            for (int wait = 500; wait <= 4000; wait *= 2) {
                send(text);
                long until = System.nanoTime() + wait * 1_000_000L;
                while (System.nanoTime() < until) {
                    Message message = receive((int) Math.max(1, (until - System.nanoTime()) / 1_000_000));
                    if (message != null && message.status() >= 200 && message.header("CSeq").equals(cseq)
                            && message.header("Call-ID").equals(callId)) {
                        return message;
                    }
                }
            }
            throw new SocketTimeoutException();
        }

        void poll(int milliseconds) throws IOException {
            receive(milliseconds);
        }

        void reply(Message request, String status) throws IOException {
            StringBuilder answer = new StringBuilder("SIP/2.0 " + status + "\r\n");
            for (String line : request.text().split("\r\n\r\n", 2)[0].split("\r\n")) {
                if (line.matches("(?i)(Via|From|To|Call-ID|CSeq):.*")) {
                    answer.append(line).append("\r\n");
                }
            }
            send(answer + "Content-Length: 0\r\n\r\n");
        }

        /** The next message, null if none comes in time; a request is also handed to its handler. */
        private Message receive(int milliseconds) throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.setSoTimeout(milliseconds);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException | PortUnreachableException e) {
                return null; // also while the server is down
            }
            Message message = new Message(new String(packet.getData(), 0, packet.getLength(), UTF_8));
            if (message.status() == 0) {
                handler.handle(message);
            }
            return message;
        }

        private void send(String text) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            try {
                socket.send(new DatagramPacket(bytes, bytes.length));
            } catch (PortUnreachableException e) {
                // told of an earlier datagram; this one is repeated
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** A request in the making. */
    private record Draft(String head) {

        Draft from(String uri, String tag) {
            return new Draft(head + "From: <" + uri + ">;tag=" + tag + "\r\n");
        }

        Draft to(String uri, String tag) {
            return new Draft(head + "To: <" + uri + ">" + (tag.isEmpty() ? "" : ";tag=" + tag) + "\r\n");
        }

        String body(String body) {
            return head + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
        }
    }

    /** A message as it came. */
    private record Message(String text) {

        String firstLine() {
            return text.lines().findFirst().orElse("");
        }

        /** The status code; 0 for a request. */
        int status() {
            return text.startsWith("SIP/2.0 ") ? Integer.parseInt(text.substring(8, 11)) : 0;
        }

        String header(String name) {
            return text.split("\r\n\r\n", 2)[0]
                    .lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        String tag(String name) {
            return header(name).replaceFirst(".*;tag=", "").replaceFirst(";.*", "");
        }

        String uri(String name) {
            return header(name).replaceFirst("^[^<]*<", "").replaceFirst(">.*", "");
        }

        String body() {
            String[] parts = text.split("\r\n\r\n", 2);
            return parts.length < 2 ? "" : parts[1];
        }
    }
}
