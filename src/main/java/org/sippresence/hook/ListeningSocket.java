package org.sippresence.hook;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;

/** A UDP socket of the stack that keeps to itself what is not for the stack. One thread receives. */
final class ListeningSocket extends DatagramSocket {

    private static final int LARGEST = 65_535;

    private final DatagramPacket received = new DatagramPacket(new byte[LARGEST], LARGEST);

    ListeningSocket(int port, InetAddress address) throws SocketException {
        super(port, address);
        Datagrams.opened(this);
    }

    /**
     * Waits for a datagram that is for the stack. It gets an array of its own length, whatever the stack offered: see
     * {@link ReceiveArrays}.
     */
    @Override
    public void receive(DatagramPacket packet) throws IOException {
        do {
            received.setLength(LARGEST);
            super.receive(received);
        } while (Datagrams.take(received));
        packet.setData(Arrays.copyOf(received.getData(), received.getLength()));
        packet.setSocketAddress(received.getSocketAddress());
    }

    @Override
    public void close() {
        super.close();
        Datagrams.closed(this);
    }
}
