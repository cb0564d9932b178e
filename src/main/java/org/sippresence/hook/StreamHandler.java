package org.sippresence.hook;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last handler of a connection: passes events and received bytes to its {@link TcpConnection}. */
sealed class StreamHandler extends ChannelInboundHandlerAdapter permits WebSocketHandler {

    private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);

    private final TcpConnection connection;
    private final StreamTransport transport;

    StreamHandler(TcpConnection connection, StreamTransport transport) {
        this.connection = connection;
        this.transport = transport;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (transport == StreamTransport.TCP) {
            connection.opened();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && transport == StreamTransport.TLS) {
            if (handshake.isSuccess()) {
                connection.opened();
            } else {
                LOG.debug("{}: no TLS: {}", connection.peer(), handshake.cause().getMessage());
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            connection.received(bytes.nioBuffer());
        } finally {
            bytes.release();
        }
    }

    /** Ends the connection, also after an Error: nothing would read it any more. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause instanceof DecoderException || cause instanceof SSLException) {
            LOG.trace("{}: {}", connection.peer(), cause.toString());
        } else {
            LOG.error("a connection from {} is closed: {}", connection.peer(), cause.toString());
        }
        connection.close();
    }
}
