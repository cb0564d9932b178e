package org.sippresence.testkit;

import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.sippresence.hook.SharedSocketNetworkLayer;

/** For each test a UDP socket as the stack opens it and one of a phone, both on the loopback. */
public final class UdpSockets implements BeforeEachCallback, AfterEachCallback {

    private static final int LARGEST = 65_536;

    private DatagramSocket server;
    private DatagramSocket phone;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        server = new SharedSocketNetworkLayer().createDatagramSocket(0, InetAddress.getLoopbackAddress());
        phone = openPhone();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server.close();
        phone.close();
    }

    public static DatagramSocket openPhone() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(5_000);
        return socket;
    }

    public DatagramSocket server() {
        return server;
    }

    public DatagramSocket phone() {
        return phone;
    }

    public InetSocketAddress phoneAddress() {
        return (InetSocketAddress) phone.getLocalSocketAddress();
    }

    /** Parses a request as the stack passes it on after receiving it from the phone. */
    public SIPRequest request(String message) throws ParseException {
        SIPRequest request = (SIPRequest) new MessageFactoryImpl().createRequest(message);
        request.setLocalAddress(server.getLocalAddress());
        request.setLocalPort(server.getLocalPort());
        request.setPeerPacketSourceAddress(phone.getLocalAddress());
        request.setPeerPacketSourcePort(phone.getLocalPort());
        return request;
    }

    /** Receives a datagram; its data has the length of the packet. */
    public static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        socket.receive(packet);
        return packet;
    }

    public static String text(DatagramPacket packet) {
        return new String(packet.getData(), packet.getOffset(), packet.getLength(), StandardCharsets.UTF_8);
    }

    public String textAtPhone() throws IOException {
        return text(receive(phone));
    }

    /** Whether the phone receives nothing for a time in milliseconds. */
    public boolean isPhoneSilentFor(int milliseconds) throws IOException {
        phone.setSoTimeout(milliseconds);
        try {
            receive(phone);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            phone.setSoTimeout(5_000);
        }
    }
}
