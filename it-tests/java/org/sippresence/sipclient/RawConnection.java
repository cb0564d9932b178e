package org.sippresence.sipclient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A TCP connection; its responses have no bodies. */
final class RawConnection implements RawClient {

    private final Socket socket = new Socket();
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private boolean closed;

    RawConnection(InetAddress from, InetSocketAddress to) throws IOException {
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(to, PATIENCE);
        socket.setTcpNoDelay(true);
    }

    @Override
    public int port() {
        return socket.getLocalPort();
    }

    /** {@link #isClosed} reports a server that closes during the write. */
    @Override
    public void send(byte[] message) {
        try {
            socket.getOutputStream().write(message);
        } catch (SocketException e) {
            closed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public String first(int patience) {
        try {
            socket.setSoTimeout(patience);
            while (!closed) {
                int c = socket.getInputStream().read();
                closed = c < 0;
                unread.write(c);
                if (c == '\n' && unread.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
                    String text = unread.toString(StandardCharsets.UTF_8);
                    unread.reset();
                    return text;
                }
            }
        } catch (SocketTimeoutException e) {
            return "";
        } catch (SocketException e) {
            closed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "";
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
