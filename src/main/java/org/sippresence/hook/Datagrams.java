package org.sippresence.hook;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Gives an application in another class loader the UDP sockets that the container listens on, for sending, and passes it the
 * responses before the stack parses them.
 */
public final class Datagrams {

    private static final Receiver NOBODY = (data, offset, length) -> false;
    private static final List<ListeningSocket> OPEN = new CopyOnWriteArrayList<>();
    private static volatile Receiver receiver = NOBODY;
    private static volatile Predicate<InetAddress> sources = any -> false;

    private Datagrams() {}

    /** Receives each datagram before the stack. */
    @FunctionalInterface
    public interface Receiver {

        /**
         * Called on the receiving thread; must be fast, must not throw and must not keep the array.
         *
         * @return whether the receiver has consumed the datagram; the stack does not see it then
         */
        boolean intercept(byte[] data, int offset, int length);
    }

    /** The sockets in the order in which they were opened; empty before the container listens. For sending only. */
    public static List<? extends DatagramSocket> open() {
        return OPEN;
    }

    /** Sets the only receiver of datagrams. */
    public static void register(Receiver newReceiver) {
        receiver = newReceiver;
    }

    /** Removes the receiver, unless another one has been set since. */
    public static void unregister(Receiver oldReceiver) {
        if (receiver == oldReceiver) {
            receiver = NOBODY;
        }
    }

    /**
     * Sets which sources get responses to their keep-alives; none before the first call.
     *
     * @param newSources called on the receiving thread for each keep-alive; must be fast and must not throw
     */
    public static void answerKeepAlives(Predicate<InetAddress> newSources) {
        sources = newSources;
    }

    static boolean admits(InetAddress source) {
        return sources.test(source);
    }

    static void opened(ListeningSocket socket) {
        OPEN.add(socket);
    }

    static void closed(ListeningSocket socket) {
        OPEN.remove(socket);
    }

    static boolean intercept(DatagramPacket packet) {
        return receiver.intercept(packet.getData(), packet.getOffset(), packet.getLength());
    }
}
