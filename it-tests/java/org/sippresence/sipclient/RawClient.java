package org.sippresence.sipclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Sends bytes as they are and takes the responses as they come. Requests of the server are passed over. Not for use by several
 * threads.
 */
public interface RawClient extends AutoCloseable {

    /** How long an answer is waited for that is expected, in milliseconds. */
    int PATIENCE = 3_000;

    /** How long it must stay silent before nothing more is expected, in milliseconds. */
    int SILENCE = 150;

    /**
     * What came back.
     *
     * @param texts of the responses, in their order
     * @param closed whether the server closed the connection
     */
    record Answers(List<String> texts, boolean closed) {}

    /**
     * Opens the socket.
     *
     * @param from where answers are received; port 0 for any, which a connection always has
     */
    static RawClient open(Transport transport, SipServer server, InetSocketAddress from) {
        InetSocketAddress to = new InetSocketAddress(server.host(), server.sipPort());
        try {
            return transport == Transport.UDP ? new RawDatagrams(from, to) : new RawConnection(from.getAddress(), to);
        } catch (IOException e) {
            throw new UncheckedIOException("from " + from, e);
        }
    }

    /** From any port of the server's address. */
    static RawClient open(Transport transport, SipServer server) {
        return open(transport, server, new InetSocketAddress(server.host(), 0));
    }

    /** Of its socket. */
    int port();

    /** Sends it as it is. */
    void send(byte[] message);

    /**
     * Waits for so many responses, and until it is silent.
     *
     * @param closes whether the server is to close the connection, too
     */
    Answers answers(int expected, boolean closes);

    /** The first response, and none of what follows; empty if there is none within so many milliseconds. */
    String first(int patience);

    @Override
    void close();
}
