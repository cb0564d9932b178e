package org.sippresence.hook;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;

/** Arranges the handlers of a connection by its transport. Thread-safe. */
final class StreamPipeline {

    /** Of an opening handshake; it has no body. */
    private static final int LARGEST_UPGRADE = 8_192;

    private final StreamTransport transport;

    StreamPipeline(StreamTransport transport) {
        this.transport = transport;
    }

    /**
     * Prepares an accepted connection, on its thread.
     *
     * @param messages receives the messages of a WebSocket connection
     */
    void accepted(SocketChannel socket, TcpConnection connection, Consumer<byte[]> messages) {
        if (transport.isSecure()) {
            Tls tls = Tls.current().orElseThrow();
            secure(socket, tls.certificates().serverEngine(tls.clients()));
        }
        if (transport.isWebSocket()) {
            addWebSocket(socket.pipeline(), connection, messages);
        } else {
            socket.pipeline().addLast(new StreamHandler(connection, transport));
        }
    }

    private void addWebSocket(ChannelPipeline pipeline, TcpConnection connection, Consumer<byte[]> messages) {
        HttpDecoderConfig http =
                new HttpDecoderConfig().setMaxInitialLineLength(LARGEST_UPGRADE).setMaxHeaderSize(LARGEST_UPGRADE);
        pipeline.addLast(
                new WebSocketHandler.Received(connection),
                new HttpServerCodec(http),
                new HttpObjectAggregator(LARGEST_UPGRADE, true),
                new WebSocketUpgrade(connection),
                new WebSocketFrameAggregator(Connections.limits().largestMessage()),
                new WebSocketHandler.Sent(),
                new WebSocketHandler(connection, messages, transport));
    }

    /**
     * Prepares a connection that is about to be opened, on its thread.
     *
     * @param host the name that the peer's certificate must have
     */
    void connecting(SocketChannel socket, TcpConnection connection, String host) {
        if (transport.isSecure()) {
            secure(socket, Tls.current().orElseThrow().certificates().clientEngine(host, transport.defaultPort()));
        }
        socket.pipeline().addLast(new StreamHandler(connection, transport));
    }

    private static void secure(SocketChannel socket, SSLEngine engine) {
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0); // the connection's own bounds apply
        socket.pipeline().addLast(handler);
    }

    /** Ends the output after what is written, so that the peer can still read it, on the connection's thread. */
    void endOutput(SocketChannel socket) {
        SslHandler tls = socket.pipeline().get(SslHandler.class);
        ChannelFuture last = socket.writeAndFlush(
                transport.isWebSocket()
                        ? new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE)
                        : Unpooled.EMPTY_BUFFER);
        if (tls != null) {
            last = tls.closeOutbound();
        }
        last.addListener((Future<? super Void> written) -> {
            ChannelFuture unused = socket.shutdownOutput();
        });
    }
}
