package org.sippresence.sipclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A UDP socket. */
final class RawDatagrams implements RawClient {

    private final DatagramSocket socket;
    private final InetSocketAddress to;
    private final DatagramPacket packet = new DatagramPacket(new byte[65_000], 65_000);

    RawDatagrams(InetSocketAddress from, InetSocketAddress to) throws IOException {
        this.socket = new DatagramSocket(from);
        this.to = to;
    }

    @Override
    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void send(byte[] message) {
        try {
            socket.send(new DatagramPacket(message, message.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    @Override
    public String first(int patience) {
        try {
            socket.setSoTimeout(patience);
            while (true) {
                packet.setLength(packet.getData().length);
                socket.receive(packet);
                String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                if (text.startsWith("SIP/2.0 ")) {
                    return text;
                }
            }
        } catch (SocketTimeoutException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
