package org.sippresence.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;

/** A remote notifier over UDP, at which the server subscribes: answers SUBSCRIBEs as a test specifies, and sends any NOTIFY. */
final class FakeNotifier implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Pattern ADDRESS = Pattern.compile("<sip:(?:[^@>]*@)?([0-9.]+):([0-9]+)");

    private final DatagramSocket socket;
    private final BlockingQueue<SipMessage> subscribes = new LinkedBlockingQueue<>();
    private final Map<String, Optional<SipMessage>> answered = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Integer>> waiting = new ConcurrentHashMap<>();
    private volatile Function<SipMessage, Optional<SipMessage>> rule = subscribe -> Optional.of(ok(subscribe, 600));

    /** The header values of a NOTIFY in the dialog that a SUBSCRIBE created. */
    record Words(String tag, long cseq, String event, String state) {

        static Words of(long cseq, String event, String state) {
            return new Words("fake", cseq, event, state);
        }
    }

    FakeNotifier() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::receive, "fake-notifier");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Sets how later SUBSCRIBEs are answered; an empty result sends no response. */
    void answer(Function<SipMessage, Optional<SipMessage>> how) {
        rule = how;
    }

    SipMessage ok(SipMessage subscribe, int expires) {
        return SipMessage.response(subscribe, 200, "fake")
                .with("Contact", "<sip:notifier@" + address() + '>')
                .with("Expires", String.valueOf(expires));
    }

    /** The next SUBSCRIBE. */
    SipMessage next() {
        return poll(PATIENCE).orElseThrow(() -> new AssertionError("no SUBSCRIBE came"));
    }

    Optional<SipMessage> poll(Duration patience) {
        try {
            return Optional.ofNullable(subscribes.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a NOTIFY and waits for the status of its response, 0 if there is none. */
    int notify(SipMessage subscribe, Words words, String type, String body) {
        return sent(subscribe, words, type, body)
                .completeOnTimeout(0, 3, TimeUnit.SECONDS)
                .join();
    }

    /** Sends a NOTIFY without waiting for its response. */
    CompletableFuture<Integer> sent(SipMessage subscribe, Words words, String type, String body) {
        String branch = "z9hG4bK" + SipEndpoint.token();
        SipMessage notify = SipMessage.request("NOTIFY", uri(subscribe))
                .with("Via", "SIP/2.0/UDP " + address() + ";branch=" + branch)
                .with("Max-Forwards", "70")
                .with("From", subscribe.required("To").replaceFirst(";tag=.*", "") + ";tag=" + words.tag())
                .with("To", subscribe.required("From"))
                .with("Call-ID", subscribe.required("Call-ID"))
                .with("CSeq", words.cseq() + " NOTIFY")
                .with("Contact", "<sip:notifier@" + address() + '>')
                .with("Event", words.event())
                .with("Subscription-State", words.state());
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        waiting.put(branch, answer);
        Matcher contact = ADDRESS.matcher(subscribe.required("Contact"));
        if (!contact.find()) {
            throw new AssertionError("no address in " + subscribe);
        }
        send(
                body.isEmpty() ? notify : notify.withBody(type, body),
                new InetSocketAddress(contact.group(1), Integer.parseInt(contact.group(2))));
        return answer;
    }

    private static String uri(SipMessage subscribe) {
        return subscribe.required("Contact").replaceAll("[<>]", "");
    }

    private void send(SipMessage message, SocketAddress to) {
        byte[] bytes = message.bytes();
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive() {
        byte[] buffer = new byte[65_536];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (IOException e) {
                return; // the socket is closed
            }
            SipMessage message = SipMessage.parse(Arrays.copyOf(buffer, packet.getLength()));
            if (message.isRequest()) {
                request(message, packet.getSocketAddress());
            } else {
                Optional.ofNullable(waiting.remove(message.branch()))
                        .ifPresent(answer -> answer.complete(message.status()));
            }
        }
    }

    private void request(SipMessage request, SocketAddress from) {
        boolean first = !answered.containsKey(request.branch());
        Optional<SipMessage> answer = answered.computeIfAbsent(request.branch(), branch -> rule.apply(request));
        answer.ifPresent(message -> send(message, from));
        if (first) {
            subscribes.add(request);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
