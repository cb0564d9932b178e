package org.sippresence.hook;

import gov.nist.core.net.DefaultNetworkLayer;
import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * The stack's network layer, except that listening UDP sockets are shared, see {@link Datagrams}. Named in the stack property
 * {@code gov.nist.javax.sip.NETWORK_LAYER}.
 */
public final class SharedSocketNetworkLayer implements NetworkLayer {

    private final NetworkLayer usual = DefaultNetworkLayer.SINGLETON;

    @Override
    public DatagramSocket createDatagramSocket(int port, InetAddress address) throws SocketException {
        ReceiveArrays.restore();
        return new ListeningSocket(port, address);
    }

    @Override
    public DatagramSocket createDatagramSocket() throws SocketException {
        return usual.createDatagramSocket();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return usual.createServerSocket(port, backlog, address);
    }

    @Override
    public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return usual.createSSLServerSocket(port, backlog, address);
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return usual.createSocket(address, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local) throws IOException {
        return usual.createSocket(address, port, local);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) throws IOException {
        return usual.createSocket(address, port, local, localPort);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
        return usual.createSSLSocket(address, port);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port, InetAddress local) throws IOException {
        return usual.createSSLSocket(address, port, local);
    }

    @Override
    public void setSipStack(SipStackImpl stack) {
        usual.setSipStack(stack);
    }
}
