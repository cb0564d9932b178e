package org.sippresence.sipclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Sends bytes unchanged and returns the raw responses. Requests of the server are ignored. Not thread-safe. */
public interface RawClient extends AutoCloseable {

    /** Time-out of an expected response, in milliseconds. */
    int PATIENCE = 3_000;

    /** Silence after which no more responses are expected, in milliseconds. */
    int SILENCE = 150;

    /**
     * The received responses.
     *
     * @param texts of the responses, in their order
     * @param closed whether the server closed the connection
     */
    record Answers(List<String> texts, boolean closed) {}

    /**
     * Opens the socket.
     *
     * @param from where responses are received; port 0 for any, which a connection always uses
     */
    static RawClient open(Transport transport, SipServer server, InetSocketAddress from) {
        InetSocketAddress to = new InetSocketAddress(server.host(), server.sipPort());
        try {
            return transport == Transport.UDP ? new RawDatagrams(from, to) : new RawConnection(from.getAddress(), to);
        } catch (IOException e) {
            throw new UncheckedIOException("from " + from, e);
        }
    }

    /** Opens the socket on any port of the server's address. */
    static RawClient open(Transport transport, SipServer server) {
        return open(transport, server, new InetSocketAddress(server.host(), 0));
    }

    /** The local port of the socket. */
    int port();

    /** Sends the bytes unchanged. */
    void send(byte[] message);

    /**
     * Waits for the expected number of responses, then for silence.
     *
     * @param closes whether the server is expected to close the connection, too
     */
    default Answers answers(int expected, boolean closes) {
        List<String> texts = new ArrayList<>();
        while (true) {
            boolean isComplete = texts.size() >= expected && (isClosed() || !closes);
            String next = first(isComplete ? SILENCE : PATIENCE);
            if (next.isEmpty()) {
                return new Answers(texts, isClosed());
            }
            texts.add(next);
        }
    }

    /** Whether the server has closed the connection. */
    boolean isClosed();

    /** The first response only; empty if none arrives within the given milliseconds. */
    String first(int patience);

    @Override
    void close();
}
