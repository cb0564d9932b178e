package org.sippresence.hook;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;

/** A UDP socket of the stack that keeps to itself what is not for the stack. */
final class ListeningSocket extends DatagramSocket {

    ListeningSocket(int port, InetAddress address) throws SocketException {
        super(port, address);
        Datagrams.opened(this);
    }

    /**
     * Waits for a datagram that is for the stack. It gets an array of its own length: the stack offers 64 KiB for each and
     * keeps them until they are processed.
     */
    @Override
    public void receive(DatagramPacket packet) throws IOException {
        int room = packet.getLength();
        super.receive(packet);
        while (Datagrams.take(packet)) {
            packet.setLength(room);
            super.receive(packet);
        }
        packet.setData(
                Arrays.copyOfRange(packet.getData(), packet.getOffset(), packet.getOffset() + packet.getLength()));
    }

    @Override
    public void close() {
        super.close();
        Datagrams.closed(this);
    }
}
