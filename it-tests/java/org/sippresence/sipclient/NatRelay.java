package org.sippresence.sipclient;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A NAT between one client and one server, for UDP and TCP: the server sees another address and port than those of the client, and
 * only what the server sends to the newest of them passes. Thread-safe.
 */
public final class NatRelay implements AutoCloseable {

    private static final int LARGEST = 65_535;
    private static final int PATIENCE = 10_000;

    private final TestTarget server;
    private final InetAddress outside;
    private final DatagramSocket inside;
    private final ServerSocket listener;
    private final Set<Pair> connections = ConcurrentHashMap.newKeySet();
    private volatile Optional<DatagramSocket> mapping = Optional.empty();
    private volatile InetSocketAddress client;

    /** The number of datagrams and connections that were not passed on. */
    private final AtomicInteger lost = new AtomicInteger();

    /**
     * Opens the NAT.
     *
     * @param outside the address that the server sees, one of this machine
     */
    public NatRelay(TestTarget server, String outside) {
        this.server = server;
        try {
            this.outside = InetAddress.getByName(outside);
            this.inside = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread unused = start(server.transport() == Transport.UDP ? this::outward : this::accept);
    }

    /** The two connections of one connection of the client, and the thread that reads from the client. */
    private record Pair(Socket near, Socket far, Thread reader) {

        /** Ends both; returns when the client has seen it, so that it sends nothing more over them. */
        void end() {
            try {
                near.shutdownOutput();
                reader.join(PATIENCE);
            } catch (IOException e) {
                close(near); // the client was faster
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            close(far);
            close(near);
        }
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "nat");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Where the client finds the server. */
    public TestTarget target() {
        int port = server.transport() == Transport.UDP ? inside.getLocalPort() : listener.getLocalPort();
        return TestTarget.of(
                server.transport(), InetAddress.getLoopbackAddress().getHostAddress(), port);
    }

    /** Forgets the mapping, and ends all connections: what the client sends next comes from another port. */
    public synchronized void remap() {
        mapping.ifPresent(DatagramSocket::close);
        mapping = Optional.empty();
        connections.forEach(Pair::end);
        connections.clear();
    }

    private void outward() {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!inside.isClosed()) {
            try {
                packet.setLength(LARGEST);
                inside.receive(packet);
                client = (InetSocketAddress) packet.getSocketAddress();
                mapped().send(new DatagramPacket(packet.getData(), packet.getLength(), server.address()));
            } catch (IOException e) {
                lost.incrementAndGet(); // closed meanwhile
            }
        }
    }

    private synchronized DatagramSocket mapped() throws IOException {
        if (mapping.isEmpty()) {
            DatagramSocket opened = new DatagramSocket(new InetSocketAddress(outside, 0));
            mapping = Optional.of(opened);
            Thread unused = start(() -> inward(opened));
        }
        return mapping.get();
    }

    private void inward(DatagramSocket from) {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!from.isClosed()) {
            try {
                packet.setLength(LARGEST);
                from.receive(packet);
                if (packet.getSocketAddress().equals(server.address())) {
                    inside.send(new DatagramPacket(packet.getData(), packet.getLength(), client));
                }
            } catch (IOException e) {
                lost.incrementAndGet();
            }
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                Socket far = new Socket();
                far.bind(new InetSocketAddress(outside, 0));
                far.connect(server.address());
                connections.add(new Pair(near, far, start(() -> copy(near, far))));
                Thread unused = start(() -> copy(far, near));
            } catch (IOException e) {
                lost.incrementAndGet();
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        byte[] buffer = new byte[LARGEST];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            close(from);
        }
        close(to);
    }

    private static void close(Closeable what) {
        try {
            what.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        inside.close();
        close(listener);
        remap();
    }
}
