package org.sippresence.hook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over a socket on the loopback. */
@Timeout(60)
final class TcpConnectionTest {

    private static final int MORE_THAN_SOCKETS_KEEP = 48 << 20;
    private static final int PATIENCE = 15_000;

    private final AtomicInteger closed = new AtomicInteger();
    private final CompletableFuture<TcpConnection> accepted = new CompletableFuture<>();
    private final StreamPipeline pipeline = new StreamPipeline(StreamTransport.TCP);
    private Runnable onReceived = () -> {};
    private TcpLoop loop;
    private TcpConnection connection;

    @AutoClose
    private Socket peer;

    @BeforeEach
    void connect() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int port = freePort(loopback);
        loop = new TcpLoop(new InetSocketAddress(loopback, port), new TcpLoop.Owner() {
            @Override
            public void accepted(SocketChannel socket) {
                TcpConnection opened = new TcpConnection(socket, loopback, StreamTransport.TCP, owner());
                socket.pipeline().addLast(new StreamHandler(opened, StreamTransport.TCP));
                accepted.complete(opened);
            }

            @Override
            public void tick(long now) {
                // the tests check the bounds themselves
            }
        });
        peer = new Socket(loopback, port);
        peer.setSoTimeout(PATIENCE);
        connection = accepted.get(PATIENCE, TimeUnit.MILLISECONDS);
        connection.awaitOpened(Duration.ofMillis(PATIENCE));
    }

    private TcpConnection.Owner owner() {
        return new TcpConnection.Owner() {
            @Override
            public void received(MessageFramer framer) {
                onReceived.run();
            }

            @Override
            public void endOutput(SocketChannel socket) {
                pipeline.endOutput(socket);
            }

            @Override
            public void closed(TcpConnection ended) {
                closed.incrementAndGet();
            }
        };
    }

    private static int freePort(InetAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        connection.close();
        loop.stop();
    }

    private void awaitClosed() {
        await().untilAsserted(() -> assertThat(closed).hasValue(1));
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whatAPeerDoesNotReadWaitsAndFallsWithEachPartThatItReads() throws IOException {
        long before = Connections.waiting().waiting();
        byte[] large = new byte[MORE_THAN_SOCKETS_KEEP];
        connection.send(large);
        long waiting = Connections.waiting().waiting() - before;
        assertThat(waiting).isPositive();
        assertThat(connection.isWritten()).isFalse();
        assertThat(peer.getInputStream().readNBytes(MORE_THAN_SOCKETS_KEEP / 2)).hasSize(MORE_THAN_SOCKETS_KEEP / 2);
        await().untilAsserted(() -> assertThat(Connections.waiting().waiting() - before)
                .isPositive()
                .isLessThan(waiting));
        assertThat(peer.getInputStream().readNBytes(MORE_THAN_SOCKETS_KEEP / 2)).hasSize(MORE_THAN_SOCKETS_KEEP / 2);
        await().untilAsserted(() -> assertThat(connection.isWritten()).isTrue());
        assertThat(Connections.waiting().waiting()).isEqualTo(before);
    }

    @Test
    void whatWaitsIsForgottenWithTheConnection() throws IOException {
        long before = Connections.waiting().waiting();
        connection.send(new byte[MORE_THAN_SOCKETS_KEEP]);
        connection.close();
        assertThat(Connections.waiting().waiting()).isEqualTo(before);
    }

    @Test
    void aRequestThatDoesNotFitIsNotSentAndAResponseThatDoesNotFitEndsTheConnection() throws IOException {
        connection.send(new byte[MORE_THAN_SOCKETS_KEEP]);
        byte[] more = new byte[Connections.limits().mostUnsent()];
        assertThatThrownBy(() -> connection.offer(more)).isInstanceOf(IOException.class);
        assertThat(connection.isOpen()).isTrue();
        assertThatThrownBy(() -> connection.send(more)).isInstanceOf(IOException.class);
        awaitClosed();
    }

    @Test
    void messagesOfManyThreadsAreNotMixed() throws Exception {
        int length = 40_000;
        int count = 20;
        for (int i = 0; i < count; i++) {
            byte[] message = String.valueOf((char) ('a' + i)).repeat(length).getBytes(US_ASCII);
            CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
                try {
                    connection.send(message);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        for (int i = 0; i < count; i++) {
            String message = new String(peer.getInputStream().readNBytes(length), US_ASCII);
            assertThat(message).isEqualTo(message.substring(0, 1).repeat(length));
        }
    }

    @Test
    void aConnectionWhoseBytesCannotBeHandledIsClosedAlsoAfterAnError() throws IOException {
        onReceived = () -> {
            throw new StackOverflowError("of a test");
        };
        peer.getOutputStream().write("OPTIONS".getBytes(US_ASCII));
        awaitClosed();
    }

    @Test
    void aConnectionThatIsClosedSendsNothingAndEndsOnce() {
        connection.close();
        connection.close();
        assertThatThrownBy(() -> connection.send(new byte[1])).isInstanceOf(IOException.class);
        awaitClosed();
    }

    @Test
    void theLastAnswerIsWrittenBeforeTheConnectionEnds() throws IOException {
        connection.send("last".getBytes(US_ASCII));
        connection.closeWhenWritten();
        assertThat(peer.getInputStream().readNBytes(4)).isEqualTo("last".getBytes(US_ASCII));
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        assertThatThrownBy(() -> connection.send(new byte[1])).isInstanceOf(IOException.class);
        peer.close();
        awaitClosed();
    }
}
