package org.sippresence.hook;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts or rejects the opening handshake of a WebSocket connection: the subprotocol is {@code sip} (RFC 7118 section 4.1), a
 * browser's origin must be allowed.
 */
final class WebSocketUpgrade extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketUpgrade.class);
    private static final String SUBPROTOCOL = "sip";

    private final TcpConnection connection;

    WebSocketUpgrade(TcpConnection connection) {
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Optional<HttpResponseStatus> objection = objection(request);
        if (objection.isPresent()) {
            LOG.debug("{}: no WebSocket: {}", connection.peer(), objection.get());
            reject(context, objection.get());
            return;
        }
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory("ws://localhost/", SUBPROTOCOL, decoding()).newHandshaker(request);
        if (handshaker == null) { // another version of the protocol
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel())
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        handshaker.handshake(context.channel(), request).addListener(done -> {
            if (done.isSuccess()) {
                connection.opened();
            } else {
                connection.close();
            }
        });
        context.pipeline().remove(this);
    }

    private static WebSocketDecoderConfig decoding() {
        return WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .maxFramePayloadLength(Connections.limits().largestMessage())
                .withUTF8Validator(false) // a body need not be UTF-8
                .build();
    }

    /** Why the handshake is rejected; empty if it is not. */
    private static Optional<HttpResponseStatus> objection(FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(HttpResponseStatus.BAD_REQUEST);
        }
        if (!request.method().equals(HttpMethod.GET)
                || !request.headers().contains(HttpHeaderNames.UPGRADE, "websocket", true)) {
            return Optional.of(HttpResponseStatus.UPGRADE_REQUIRED);
        }
        HttpHeaders headers = request.headers();
        if (!headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                || !headers.containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL, true)) {
            return Optional.of(HttpResponseStatus.BAD_REQUEST);
        }
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        return origins.stream().allMatch(WebSocketOrigins::isAllowed)
                ? Optional.empty()
                : Optional.of(HttpResponseStatus.FORBIDDEN);
    }

    private static void reject(ChannelHandlerContext context, HttpResponseStatus status) {
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0).set(HttpHeaderNames.CONNECTION, "close");
        if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.headers().set(HttpHeaderNames.UPGRADE, "websocket");
        }
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
