package org.sippresence.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.function.Consumer;

/** The last handler of a WebSocket connection: each WebSocket message is one SIP message (RFC 7118 section 5). */
final class WebSocketHandler extends StreamHandler {

    private final TcpConnection connection;
    private final Consumer<byte[]> messages;

    WebSocketHandler(TcpConnection connection, Consumer<byte[]> messages, StreamTransport transport) {
        super(connection, transport);
        this.connection = connection;
        this.messages = messages;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        WebSocketFrame frame = (WebSocketFrame) message;
        try {
            if (frame instanceof CloseWebSocketFrame) {
                connection.closeWhenWritten();
            } else if (frame instanceof PingWebSocketFrame) {
                if (connection.isWritten()) { // otherwise the peer does not read
                    ChannelFuture unused = context.writeAndFlush(
                            new PongWebSocketFrame(frame.content().retain()));
                }
                connection.messageEnded();
            } else if (!(frame instanceof PongWebSocketFrame)) {
                byte[] bytes = ByteBufUtil.getBytes(frame.content());
                connection.messageEnded();
                connection.handle(() -> messages.accept(bytes));
            }
        } finally {
            frame.release();
        }
    }

    /** Sees all bytes first, so that an incomplete message is bounded in time and in memory. */
    static final class Received extends ChannelInboundHandlerAdapter {

        private final TcpConnection connection;

        Received(TcpConnection connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            connection.partReceived(((ByteBuf) message).readableBytes());
            context.fireChannelRead(message);
        }
    }

    /** Makes a WebSocket message of each SIP message: text if it is UTF-8, which scripts read more easily. */
    static final class Sent extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            Object sent = message;
            if (message instanceof ByteBuf bytes) {
                sent = ByteBufUtil.isText(bytes, UTF_8)
                        ? new TextWebSocketFrame(bytes)
                        : new BinaryWebSocketFrame(bytes);
            }
            ChannelFuture unused = context.write(sent, promise);
        }
    }
}
