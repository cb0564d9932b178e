package org.sippresence.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A presence server of a hundred lines that makes one mistake with one NOTIFY of a change. It answers in a thread of its own. */
final class FaultyServer implements AutoCloseable {

    /** What it does with that NOTIFY. */
    enum Fault {
        NONE,
        LOST,
        RETRANSMITTED,
        REPEATED,
        TOLD_TWICE,
        REORDERED,
        GONE_BACK,
        OF_ANOTHER,
        WRONG_TAG,
        ENDED
    }

    private static final String ACTIVE = "active";
    private static final Pattern STAMP = Pattern.compile("LG\\.(\\d+)\\.(\\d+)\\.");

    private final DatagramSocket socket;
    private final Fault fault;
    private final int victim;
    private final Map<String, String> documents = new HashMap<>();
    private final Map<String, List<Dialog>> dialogs = new HashMap<>();
    private final Map<String, Dialog> byCallId = new HashMap<>();
    private int changes;
    private int branches;

    /** A dialog of one watcher. */
    private static final class Dialog {
        private final String subscribe;
        private final SocketAddress watcher;
        private int cseq = 10;

        Dialog(String subscribe, SocketAddress watcher) {
            this.subscribe = subscribe;
            this.watcher = watcher;
        }
    }

    /**
     * Starts it on a free port.
     *
     * @param victim the number of the NOTIFY that it mistreats, among those of changes
     */
    FaultyServer(Fault fault, int victim) throws SocketException {
        this.fault = fault;
        this.victim = victim;
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread thread = new Thread(this::serve, "faulty-server");
        thread.setDaemon(true);
        thread.start();
    }

    String target() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            while (true) {
                socket.receive(packet);
                String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                take(text, packet.getSocketAddress());
            }
        } catch (SocketException e) {
            // closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(String text, SocketAddress from) throws IOException {
        String uri = text.split(" ", 3)[1];
        if (text.startsWith("PUBLISH")) {
            answer(text, from, "SIP-ETag: e\r\nExpires: 3600");
            String body = text.substring(text.indexOf("\r\n\r\n") + 4);
            if (!body.isEmpty()) {
                documents.put(uri, body);
                for (Dialog each : List.copyOf(dialogs.getOrDefault(uri, List.of()))) {
                    change(each, body);
                }
            }
        } else if (text.startsWith("SUBSCRIBE")) {
            answer(text, from, "Contact: <" + uri + ">\r\nExpires: " + header(text, "Expires"));
            Dialog dialog = byCallId.computeIfAbsent(header(text, "Call-ID"), id -> {
                Dialog made = new Dialog(text, from);
                dialogs.computeIfAbsent(uri, presentity -> new ArrayList<>()).add(made);
                return made;
            });
            boolean ends = "0".equals(header(text, "Expires"));
            dialog.cseq++;
            notify(dialog, documents.getOrDefault(uri, ""), ends ? "terminated;reason=timeout" : ACTIVE);
            if (ends) {
                dialogs.get(uri).remove(dialog);
            }
        }
    }

    private void change(Dialog dialog, String body) throws IOException {
        dialog.cseq++;
        if (changes++ != victim) {
            notify(dialog, body, ACTIVE);
            return;
        }
        switch (fault) {
            case LOST -> dialog.cseq--;
            case RETRANSMITTED -> {
                notify(dialog, body, ACTIVE);
                branches--;
                notify(dialog, body, ACTIVE);
            }
            case REPEATED -> {
                notify(dialog, body, ACTIVE);
                notify(dialog, body, ACTIVE);
            }
            case TOLD_TWICE -> {
                notify(dialog, body, ACTIVE);
                notifyNext(dialog, body);
            }
            case REORDERED -> {
                notifyNext(dialog, body);
                dialog.cseq--;
                notify(dialog, body, ACTIVE);
                dialog.cseq++;
            }
            case GONE_BACK -> {
                notify(dialog, body, ACTIVE);
                notifyNext(dialog, stamped(body, 0, -1));
            }
            case OF_ANOTHER -> {
                notify(dialog, stamped(body, 1, 0), ACTIVE);
                notifyNext(dialog, body);
            }
            case WRONG_TAG -> {
                send(dialog, request(dialog, body, ACTIVE).replace(";tag=fake", ";tag=other"));
                notifyNext(dialog, body);
            }
            case ENDED -> {
                notify(dialog, body, "terminated;reason=deactivated");
                dialogs.values().forEach(each -> each.remove(dialog));
            }
            case NONE -> notify(dialog, body, ACTIVE);
        }
    }

    private void notifyNext(Dialog dialog, String body) throws IOException {
        dialog.cseq++;
        notify(dialog, body, ACTIVE);
    }

    private static String stamped(String body, int presentity, int stamp) {
        Matcher found = STAMP.matcher(body);
        if (!found.find()) {
            throw new IllegalStateException(body);
        }
        return found.replaceFirst("LG." + (Long.parseLong(found.group(1)) + presentity) + '.'
                + (Long.parseLong(found.group(2)) + stamp) + '.');
    }

    private void notify(Dialog dialog, String body, String state) throws IOException {
        send(dialog, request(dialog, body, state));
    }

    private String request(Dialog dialog, String body, String state) {
        String subscribe = dialog.subscribe;
        branches++;
        return "NOTIFY " + header(subscribe, "Contact").replaceAll("[<>]", "") + " SIP/2.0\r\nVia: SIP/2.0/UDP "
                + target() + ";branch=z9hG4bKfake" + branches + "\r\nFrom: " + header(subscribe, "To")
                + ";tag=fake\r\nTo: " + header(subscribe, "From") + "\r\nCall-ID: " + header(subscribe, "Call-ID")
                + "\r\nCSeq: " + dialog.cseq + " NOTIFY\r\nEvent: presence\r\nSubscription-State: " + state
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void send(Dialog dialog, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, dialog.watcher));
    }

    private void answer(String request, SocketAddress to, String more) throws IOException {
        String tag = header(request, "To").contains(";tag=") ? "" : ";tag=fake";
        String text = "SIP/2.0 200 OK\r\nVia: " + header(request, "Via") + "\r\nFrom: " + header(request, "From")
                + "\r\nTo: " + header(request, "To") + tag + "\r\nCall-ID: " + header(request, "Call-ID")
                + "\r\nCSeq: " + header(request, "CSeq") + "\r\n" + more + "\r\nContent-Length: 0\r\n\r\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static String header(String text, String name) {
        Optional<String> line = text.lines()
                .takeWhile(each -> !each.isEmpty())
                .filter(each -> each.startsWith(name + ": "))
                .findFirst();
        return line.orElseThrow().substring(name.length() + 2);
    }

    @Override
    public void close() {
        socket.close();
    }
}
