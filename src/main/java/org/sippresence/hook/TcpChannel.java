package org.sippresence.hook;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.text.ParseException;
import java.util.Optional;
import javax.sip.header.ContentLengthHeader;
import org.sippresence.hook.ConnectionCounts.Bound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message channel of the stack for one TCP peer: parses received bytes and sends messages, connecting if necessary. It has one
 * connection in its lifetime. Thread-safe.
 */
final class TcpChannel extends ConnectionOrientedMessageChannel implements TcpConnection.Owner, FlowConnection {

    private static final Logger LOG = LoggerFactory.getLogger(TcpChannel.class);
    private static final int CONNECT_TIMEOUT = 10_000;
    private static final byte[] PONG = {'\r', '\n'};
    private static final int UNKNOWN = -1;

    /** The head of a body to be skipped. */
    private static final byte[] CONSUMED = {};

    private final TcpProcessor processor;
    private final MessageParser parser;
    private final long number = Connections.nextNumber();
    private volatile Optional<TcpConnection> connection = Optional.empty();

    /**
     * The parsed head whose body is expected with the same read; otherwise only its bytes are kept, because the parsed form takes
     * much more memory.
     */
    private Optional<SIPMessage> parsedHead = Optional.empty();

    TcpChannel(TcpProcessor processor, InetAddress peer, int port) {
        super(processor.getSIPStack());
        this.processor = processor;
        this.parser = RequestParserFactory.withoutBound();
        messageProcessor = processor;
        peerAddress = peer;
        peerPort = port;
        peerProtocol = "TCP";
        myAddress = processor.getIpAddress().getHostAddress();
        myPort = processor.getPort();
    }

    /** Uses a socket that has been admitted. */
    void open(SocketChannel socket) throws IOException {
        TcpConnection opened;
        try {
            opened = new TcpConnection(socket, peerAddress, this);
        } catch (IOException e) {
            Connections.counts().release(peerAddress);
            socket.close();
            throw e;
        }
        connection = Optional.of(opened);
        try {
            processor.add(opened, this);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
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

    /** Sends a message over this connection, and over no other one. */
    @Override
    public void send(byte[] message) throws IOException {
        connection.orElseThrow(() -> new IOException("not connected")).send(message);
    }

    /** Sends a message. A request opens a connection if there is none; a response to a client that has gone is dropped. */
    @Override
    protected void sendMessage(byte[] message, boolean isRequest) throws IOException {
        if (isOpen()) {
            send(message);
        } else if (!isRequest) {
            LOG.debug("a response to {} is dropped: the connection has ended", peerAddress);
        } else {
            connected().send(message);
        }
    }

    /** Returns this channel, or its successor if its connection has ended. */
    private TcpChannel connected() throws IOException {
        TcpChannel channel = connection.isEmpty() ? this : processor.channel(peerAddress, peerPort);
        channel.connect();
        return channel;
    }

    @Override
    protected void sendMessage(byte[] message, InetAddress address, int port, boolean isRequest) throws IOException {
        sendMessage(message, isRequest);
    }

    private synchronized void connect() throws IOException {
        if (isOpen()) {
            return;
        }
        Optional<Bound> reached = Connections.counts().admit(peerAddress, Connections.limits());
        if (reached.isPresent()) {
            throw new IOException(
                    "no connection to " + peerAddress.getHostAddress() + ": the limit of connections is reached");
        }
        SocketChannel socket;
        try {
            socket = connectedSocket();
        } catch (IOException | RuntimeException e) {
            Connections.counts().release(peerAddress);
            throw e;
        }
        open(socket);
    }

    private SocketChannel connectedSocket() throws IOException {
        SocketChannel socket = SocketChannel.open();
        try {
            if (!processor.getIpAddress().isAnyLocalAddress()) {
                socket.bind(new InetSocketAddress(processor.getIpAddress(), 0));
            }
            socket.socket().connect(new InetSocketAddress(peerAddress, peerPort), CONNECT_TIMEOUT);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
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

    /** Answers a keep-alive (RFC 5626 section 4.4.1), unless bytes wait because the peer does not read. */
    private void answerKeepAlive() {
        connection.filter(TcpConnection::isWritten).ifPresent(open -> {
            try {
                open.send(PONG);
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
        return "TCP";
    }

    @Override
    public boolean isSecure() {
        return false;
    }
}
