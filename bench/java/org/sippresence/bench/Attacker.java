package org.sippresence.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.sippresence.sipclient.DigestParameters;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.SipMessage;

/**
 * Sends PUBLISHes with bad credentials from one address of the loopback or from many, in a thread of its own: wrong passwords with
 * nonces of the server, invented nonces, unknown users, and credentials that were used before. A bounded number of tries waits for
 * responses at a time.
 */
final class Attacker implements Runnable, AutoCloseable {

    private static final int BATCH = 16;
    private static final int NONCE = 32;
    private static final int HASH = 32;
    private static final long SILENCE = 100_000_000L;
    private static final int PER_NETWORK = 250;

    private final Target target;
    private final int tries;
    private final double speed;
    private final LoadSocket wire;
    private final MessageBuffer message = new MessageBuffer(1_024);
    private final ConcurrentMap<Integer, Long> statuses = new ConcurrentHashMap<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final Random random = new Random(1);
    private final String body;
    private String nonce = "";
    private String realm = "";
    private int waiting;
    private long heardAt;

    /**
     * Who is attacked.
     *
     * @param server its address
     * @param victim a user with an account, in whose name PUBLISHes are sent
     * @param replayed an Authorization header of this user that is accepted once
     * @param inflight tries that wait for a response at the same time
     */
    record Target(InetSocketAddress server, String victim, String replayed, int inflight) {}

    /**
     * Opens the sockets.
     *
     * @param sources number of addresses: 127.0.0.2, or 127.0.1.1 and others
     * @param speed tries per second; 0: as fast as they are answered
     */
    Attacker(Target target, int sources, int tries, double speed) {
        this.target = target;
        this.tries = tries;
        this.speed = speed;
        body = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='" + target.victim()
                + "'><tuple id='t'><status><basic>closed</basic></status></tuple></presence>";
        wire = new LoadSocket(
                target.server(),
                sources,
                IntStream.range(0, sources).mapToObj(i -> address(i, sources)).toList());
    }

    private static InetAddress address(int number, int sources) {
        byte[] address = sources == 1
                ? new byte[] {127, 0, 0, 2}
                : new byte[] {127, 0, (byte) (1 + number / PER_NETWORK), (byte) (1 + number % PER_NETWORK)};
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has four bytes", e);
        }
    }

    /** Whether all tries were made. */
    boolean isDone() {
        return done.get();
    }

    /** Number of responses by status. */
    Map<Integer, Long> statuses() {
        return Map.copyOf(statuses);
    }

    @Override
    public void run() {
        try {
            long start = System.nanoTime();
            heardAt = start;
            int sent = 0;
            while (sent < tries) {
                double due = speed > 0 ? (System.nanoTime() - start) / 1e9 * speed + 1 : tries;
                int batch = 0;
                while (batch < BATCH && waiting < target.inflight() && sent < Math.min(tries, due)) {
                    send(sent++);
                    batch++;
                }
                receive(batch > 0 ? 0 : 1);
            }
            while (waiting > 0) {
                receive(1);
            }
        } finally {
            done.set(true);
        }
    }

    private void send(int number) {
        int socket = number % wire.sockets();
        String sentBy = MessageBuffer.text(wire.sentBy(socket));
        String credentials = credentials(number);
        String text = "PUBLISH " + target.victim() + " SIP/2.0\r\nVia: SIP/2.0/UDP " + sentBy
                + ";rport;branch=z9hG4bKattack" + number + "\r\nMax-Forwards: 70\r\nFrom: <" + target.victim()
                + ">;tag=" + number + "\r\nTo: <" + target.victim() + ">\r\nCall-ID: attack" + number + '@' + sentBy
                + "\r\nCSeq: 1 PUBLISH\r\nEvent: presence\r\nExpires: 60\r\n"
                + (credentials.isEmpty() ? "" : "Authorization: " + credentials + "\r\n")
                + "Content-Type: application/pidf+xml\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        long dropped = wire.dropped();
        wire.send(socket, message.clear().put(MessageBuffer.ascii(text)));
        if (wire.dropped() == dropped) {
            waiting++;
        }
    }

    /** Four kinds in turn; none before the first challenge has told the realm. */
    private String credentials(int number) {
        if (nonce.isEmpty()) {
            return "";
        }
        String user = target.victim()
                .substring(target.victim().indexOf(':') + 1, target.victim().indexOf('@'));
        return switch (number / wire.sockets() % 4) {
            case 0 -> bad(user, nonce);
            case 1 -> bad(user, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(NONCE)));
            case 2 -> bad("nobody" + number, nonce);
            default -> target.replayed();
        };
    }

    private String bad(String user, String withNonce) {
        return new DigestParameters(Map.of())
                .with("username", user)
                .with("realm", realm)
                .with("nonce", withNonce)
                .with("uri", target.victim())
                .with("algorithm", "SHA-256")
                .with("qop", "auth")
                .with("nc", "00000001")
                .with("cnonce", "attack")
                .with("response", HexFormat.of().formatHex(bytes(HASH)))
                .header();
    }

    private byte[] bytes(int number) {
        byte[] bytes = new byte[number];
        random.nextBytes(bytes);
        return bytes;
    }

    private void receive(int millis) {
        if (wire.receive(millis, this::received)) {
            heardAt = System.nanoTime();
        } else if (System.nanoTime() - heardAt > SILENCE) {
            heardAt = System.nanoTime();
            waiting = 0; // lost, or not answered
        } else if (waiting < target.inflight()) {
            LockSupport.parkNanos(1);
        }
    }

    private void received(int socket, Packet packet) {
        if (packet.status() >= 200) {
            waiting = Math.max(0, waiting - 1);
            statuses.merge(packet.status(), 1L, Long::sum);
            if (packet.status() == 401) {
                learn(packet);
            }
        }
    }

    private void learn(Packet packet) {
        DigestUser.challenges(SipMessage.parse(packet.bytes()), "WWW-Authenticate").stream()
                .findFirst()
                .ifPresent(challenge -> {
                    nonce = challenge.get("nonce");
                    realm = challenge.get("realm");
                });
    }

    @Override
    public void close() {
        wire.close();
    }
}
