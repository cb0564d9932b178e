package org.sippresence.hook;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import javax.sip.header.ContentLengthHeader;
import org.sippresence.hook.ConnectionCounts.Bound;
import org.sippresence.hook.tls.CertificateNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message channel of the stack for one peer: parses received bytes and sends messages, connecting if necessary. It has one
 * connection in its lifetime. Thread-safe.
 */
final class TcpChannel extends ConnectionOrientedMessageChannel implements TcpConnection.Owner, FlowConnection {

    private static final Logger LOG = LoggerFactory.getLogger(TcpChannel.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final byte[] PONG = {'\r', '\n'};
    private static final int UNKNOWN = -1;

    /** The head of a body to be skipped. */
    private static final byte[] CONSUMED = {};

    private final TcpProcessor processor;
    private final StreamTransport transport;
    private final MessageParser parser;
    private final long number = Connections.nextNumber();
    private volatile Optional<TcpConnection> connection = Optional.empty();

    /** Whether the peer has opened the connection. */
    private volatile boolean isAccepted;

    /**
     * The parsed head whose body is expected with the same read; otherwise only its bytes are kept, because the parsed form takes
     * much more memory.
     */
    private Optional<SIPMessage> parsedHead = Optional.empty();

    TcpChannel(TcpProcessor processor, InetAddress peer, int port) {
        super(processor.getSIPStack());
        this.processor = processor;
        this.transport = processor.transport();
        this.parser = RequestParserFactory.withoutBound();
        messageProcessor = processor;
        peerAddress = peer;
        peerPort = port;
        peerProtocol = transport.name();
        myAddress = processor.getIpAddress().getHostAddress();
        myPort = processor.getPort();
    }

    /** Uses a socket that has been admitted and accepted, on its thread. */
    void accept(SocketChannel socket) {
        isAccepted = true;
        TcpConnection opened = open(socket);
        processor.pipeline().accepted(socket, opened, this::received);
    }

    private TcpConnection open(SocketChannel socket) {
        TcpConnection opened = new TcpConnection(socket, peerAddress, transport, this);
        connection = Optional.of(opened);
        processor.add(opened, this);
        return opened;
    }

    @Override
    public long number() {
        return number;
    }

    /** Whether a message can be sent without connecting. */
    @Override
    public boolean isOpen() {
        return connection.filter(TcpConnection::isOpen).isPresent();
    }

    /** Sends a response to the client of this connection. */
    void respond(byte[] response) throws IOException {
        connection.orElseThrow(() -> new IOException("not connected")).send(response);
    }

    /** Sends a request over this connection, and over no other one; see {@link TcpConnection#offer}. */
    @Override
    public void send(byte[] request) throws IOException {
        connection.orElseThrow(() -> new IOException("not connected")).offer(request);
    }

    /** Sends a message. A request opens a connection if there is none; a response to a client that has gone is dropped. */
    @Override
    protected void sendMessage(byte[] message, boolean isRequest) throws IOException {
        transmit(message, isRequest, peerAddress.getHostAddress());
    }

    @Override
    protected void sendMessage(byte[] message, InetAddress address, int port, boolean isRequest) throws IOException {
        sendMessage(message, isRequest);
    }

    /** Sends a message; with TLS the host of the next hop is the name that the peer's certificate must have. */
    @Override
    public void sendMessage(SIPMessage message, InetAddress address, int port) throws IOException {
        if (transport.isSecure() && message instanceof SIPRequest request) {
            transmit(
                    request.encodeAsBytes(transport.name()),
                    true,
                    NextHop.host(request).orElse(address.getHostAddress()));
            message.setRemoteAddress(peerAddress);
            message.setRemotePort(peerPort);
        } else {
            super.sendMessage(message, address, port);
        }
    }

    private void transmit(byte[] message, boolean isRequest, String host) throws IOException {
        if (!isRequest) {
            if (isOpen()) {
                respond(message);
            } else {
                LOG.debug("a response to {} is dropped: the connection has ended", peerAddress);
            }
        } else {
            TcpChannel channel = isOpen() ? this : connected(host);
            channel.verify(host);
            channel.send(message);
        }
    }

    /** Verifies the name of a peer that this server has connected to (RFC 5922 section 7.2). */
    private void verify(String host) throws IOException {
        if (transport.isSecure()
                && !isAccepted
                && connection
                        .flatMap(TcpConnection::peerCertificate)
                        .filter(certificate -> CertificateNames.isFor(host, certificate))
                        .isEmpty()) {
            throw new IOException("the certificate of " + peerAddress.getHostAddress() + " is not for " + host);
        }
    }

    /** Returns this channel, or its successor if its connection has ended. */
    private TcpChannel connected(String host) throws IOException {
        TcpChannel channel = connection.isEmpty() ? this : processor.channel(peerAddress, peerPort);
        channel.connect(host);
        return channel;
    }

    private synchronized void connect(String host) throws IOException {
        if (isOpen()) {
            return;
        }
        if (transport.isWebSocket()) {
            throw new IOException("no WebSocket connection to " + peerAddress.getHostAddress());
        }
        Optional<Bound> reached = Connections.counts().admit(peerAddress, Connections.limits());
        if (reached.isPresent()) {
            throw new IOException(
                    "no connection to " + peerAddress.getHostAddress() + ": the limit of connections is reached");
        }
        try {
            processor.connect(
                    socket -> processor.pipeline().connecting(socket, open(socket), host),
                    new InetSocketAddress(peerAddress, peerPort),
                    CONNECT_TIMEOUT);
            connection.orElseThrow().awaitOpened(CONNECT_TIMEOUT);
        } catch (IOException | RuntimeException e) {
            connection.ifPresent(TcpConnection::close);
            throw e;
        } finally {
            if (connection.isEmpty()) { // otherwise its end releases it
                Connections.counts().release(peerAddress);
            }
        }
    }

    @Override
    public void endOutput(SocketChannel socket) {
        processor.pipeline().endOutput(socket);
    }

    @Override
    public void received(MessageFramer framer) {
        while (isOpen()) {
            switch (framer.next()) {
                case KEEP_ALIVE -> answerKeepAlive();
                case HEAD -> parse(framer);
                case BODY -> complete(framer);
                case HEAD_TOO_LARGE -> reject(framer.takeBytes());
                default -> {
                    parsedHead = Optional.empty();
                    return;
                }
            }
        }
    }

    /** Handles one WebSocket message (RFC 7118 section 5), whose length is that of the SIP message. */
    void received(byte[] message) {
        if (isKeepAlive(message)) {
            answerKeepAlive();
            return;
        }
        if (Connections.intercept(this, message)) {
            return;
        }
        try {
            SIPMessage parsed = parser.parseSIPMessage(message, true, false, this);
            if (parsed != null) {
                process(parsed);
            }
        } catch (ParseException e) {
            LOG.debug("a message of {} cannot be parsed", peerAddress);
        }
    }

    private static boolean isKeepAlive(byte[] message) {
        for (byte each : message) {
            if (each != '\r' && each != '\n') {
                return false;
            }
        }
        return true;
    }

    /** Answers a keep-alive (RFC 5626 section 4.4.1), unless bytes wait because the peer does not read. */
    private void answerKeepAlive() {
        connection.filter(TcpConnection::isWritten).ifPresent(open -> {
            try {
                open.send(PONG.clone());
            } catch (IOException e) {
                LOG.debug("a keep-alive of {} is not answered: {}", peerAddress, e.toString());
            }
        });
    }

    private void parse(MessageFramer framer) {
        byte[] bytes = framer.takeBytes();
        boolean isConsumed = Connections.intercept(this, bytes);
        Optional<SIPMessage> message = isConsumed ? Optional.empty() : parsed(bytes);
        int length = message.map(SIPMessage::getContentLength)
                .map(ContentLengthHeader::getContentLength)
                .orElseGet(() -> HeaderScan.of(bytes).contentLength());
        if (length > Connections.limits().largestMessage() - bytes.length || length < 0) {
            reject(bytes);
        } else if (length == 0) {
            message.ifPresent(this::process);
        } else {
            parsedHead = message;
            framer.expectBody(isConsumed ? CONSUMED : bytes, length);
        }
    }

    private Optional<SIPMessage> parsed(byte[] bytes) {
        try {
            return Optional.ofNullable(parser.parseSIPMessage(bytes, false, false, this));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private void complete(MessageFramer framer) {
        byte[] head = framer.takeHead();
        byte[] body = framer.takeBytes();
        if (head == CONSUMED) {
            return;
        }
        parsedHead.or(() -> parsed(head)).ifPresent(message -> {
            message.setMessageContent(body);
            process(message);
        });
        parsedHead = Optional.empty();
    }

    /** Rejects a message; the bytes that follow cannot be parsed. */
    private void reject(byte[] bytes) {
        Connections.counts().count(Bound.CLOSED_TOO_LARGE);
        MalformedRequests.rejected(bytes, new ParseFailure.Status(513, "Message Too Large"), UNKNOWN)
                .ifPresent(this::process);
        close();
    }

    private void process(SIPMessage message) {
        try {
            processMessage(message);
        } catch (Exception e) { // declared by the stack, which has already responded
            LOG.debug("{} over TCP: {}", message instanceof SIPRequest ? "a request" : "a response", e.toString());
        }
    }

    @Override
    public void closed(TcpConnection ended) {
        processor.forget(ended, this);
    }

    /** Closes the connection after the waiting bytes are written. */
    @Override
    protected void close(boolean removeSocket, boolean stopKeepAliveTask) {
        connection.ifPresent(TcpConnection::closeWhenWritten);
    }

    /** Not used: {@link RequestParserFactory} has its own listener. */
    @Override
    @SuppressWarnings("rawtypes")
    public void handleException(ParseException e, SIPMessage message, Class header, String line, String whole) {
        message.addUnparsed(line);
    }

    @Override
    public String getTransport() {
        return transport.name();
    }

    @Override
    public boolean isSecure() {
        return transport.isSecure();
    }
}
