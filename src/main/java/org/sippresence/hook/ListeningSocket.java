package org.sippresence.hook;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;

/** A UDP socket of the stack that withholds datagrams that other receivers consume. One thread receives. */
final class ListeningSocket extends DatagramSocket {

    private static final int LARGEST = 65_535;

    private final DatagramPacket received = new DatagramPacket(new byte[LARGEST], LARGEST);

    ListeningSocket(int port, InetAddress address) throws SocketException {
        super(port, address);
        Datagrams.opened(this);
    }

    /**
     * Waits for a datagram for the stack. The packet gets an array of the datagram's length, whatever array the stack passed: see
     * {@link ReceiveArrays}.
     */
    @Override
    public void receive(DatagramPacket packet) throws IOException {
        do {
            received.setLength(LARGEST);
            super.receive(received);
        } while (Datagrams.intercept(received));
        packet.setData(Arrays.copyOf(received.getData(), received.getLength()));
        packet.setSocketAddress(received.getSocketAddress());
    }

    @Override
    public void close() {
        super.close();
        Datagrams.closed(this);
    }
}
