package org.sippresence.hook;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where an application, loaded by another class loader, finds the UDP sockets that the container listens on, to send with
 * them, and where it gets the answers to what it sent before the stack parses them.
 */
public final class Datagrams {

    private static final Receiver NOBODY = (data, offset, length) -> false;
    private static final List<ListeningSocket> OPEN = new CopyOnWriteArrayList<>();
    private static volatile Receiver receiver = NOBODY;

    private Datagrams() {}

    /** Looks at each datagram that arrives. */
    @FunctionalInterface
    public interface Receiver {

        /**
         * Called on the thread that receives, so it must be quick, must not throw and must not keep the array.
         *
         * @return whether the datagram was meant for it; the stack then never sees it
         */
        boolean take(byte[] data, int offset, int length);
    }

    /** The sockets in the order in which they were opened; none before the container listens. For sending only. */
    public static List<? extends DatagramSocket> open() {
        return OPEN;
    }

    /** From now on datagrams are shown to this receiver, and to no other one. */
    public static void show(Receiver newReceiver) {
        receiver = newReceiver;
    }

    /** Ends {@link #show}, unless another receiver came since. */
    public static void hide(Receiver oldReceiver) {
        if (receiver == oldReceiver) {
            receiver = NOBODY;
        }
    }

    static void opened(ListeningSocket socket) {
        OPEN.add(socket);
    }

    static void closed(ListeningSocket socket) {
        OPEN.remove(socket);
    }

    static boolean take(DatagramPacket packet) {
        return receiver.take(packet.getData(), packet.getOffset(), packet.getLength());
    }
}
