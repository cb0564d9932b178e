package org.sippresence.container;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Sends one SIP message over plain sockets and receives the response. */
final class ContainerWire implements AutoCloseable {

    private static final int PATIENCE = 5_000;

    private final DatagramSocket udp;
    private final InetSocketAddress server;

    ContainerWire(InetSocketAddress server) throws IOException {
        this.server = server;
        udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        udp.setSoTimeout(PATIENCE);
    }

    String here() {
        return "127.0.0.1:" + udp.getLocalPort();
    }

    static String request(String method, String via, String... headers) {
        return method + " sip:alice@example.org SIP/2.0\r\nVia: SIP/2.0/" + via
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:bob@example.org>;tag=1\r\nTo: <sip:alice@example.org>\r\nCall-ID: "
                + Long.toHexString(System.nanoTime()) + "\r\nCSeq: 1 " + method + "\r\n"
                + String.join(
                        "", Arrays.stream(headers).map(line -> line + "\r\n").toList())
                + "Content-Length: 0\r\n\r\n";
    }

    void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        udp.send(new DatagramPacket(bytes, bytes.length, server));
    }

    String receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        udp.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    static String overTcp(InetSocketAddress server, String message) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(PATIENCE);
            socket.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            StringBuilder text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0) {
                text.append((char) in.read());
            }
            return text.toString();
        }
    }

    @Override
    public void close() {
        udp.close();
    }
}
