package org.sippresence.hook;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A UDP socket of the stack that withholds datagrams that other receivers consume, and keep-alives, which it answers. One thread receives. */
final class ListeningSocket extends DatagramSocket {

    private static final Logger LOG = LoggerFactory.getLogger(ListeningSocket.class);
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
        } while (isConsumed());
        packet.setData(Arrays.copyOf(received.getData(), received.getLength()));
        packet.setSocketAddress(received.getSocketAddress());
    }

    private boolean isConsumed() {
        if (!StunBinding.isStun(received.getData(), received.getLength())) {
            return Datagrams.intercept(received);
        }
        InetSocketAddress source = (InetSocketAddress) received.getSocketAddress();
        if (source.getPort() != 0 && Datagrams.admits(source.getAddress())) {
            StunBinding.response(received.getData(), received.getLength(), source)
                    .ifPresent(response -> answer(response, source));
        }
        return true;
    }

    private void answer(byte[] response, InetSocketAddress source) {
        try {
            send(new DatagramPacket(response, response.length, source));
        } catch (IOException e) {
            LOG.debug("a keep-alive of {} is not answered: {}", source, e.getMessage());
        }
    }

    @Override
    public void close() {
        super.close();
        Datagrams.closed(this);
    }
}
