package org.sippresence.hook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over a socket on the loopback, whose events the test itself waits for. */
final class TcpConnectionTest {

    private static final int MORE_THAN_SOCKETS_KEEP = 48 << 20;

    private final AtomicInteger closed = new AtomicInteger();
    private Runnable onReceived = () -> {};

    @AutoClose
    private ServerSocketChannel listening;

    @AutoClose
    private SocketChannel peer;

    @AutoClose
    private Selector selector;

    @AutoClose
    private TcpConnection connection;

    @BeforeEach
    void connect() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        listening = ServerSocketChannel.open().bind(new InetSocketAddress(loopback, 0));
        peer = SocketChannel.open(listening.getLocalAddress());
        selector = Selector.open();
        connection = new TcpConnection(listening.accept(), loopback, new TcpConnection.Owner() {
            @Override
            public void received(MessageFramer framer) {
                onReceived.run();
            }

            @Override
            public void closed(TcpConnection ended) {
                closed.incrementAndGet();
            }
        });
    }

    /** Waits for an event of the connection, for so many milliseconds at most. */
    private void select(long timeout) throws IOException {
        selector.select(
                key -> {
                    if (key.isWritable()) {
                        connection.flush();
                    } else {
                        connection.read();
                    }
                },
                timeout);
    }

    /** Whatever the peer's socket holds; more may be under way. */
    private long readByPeer() throws IOException {
        peer.configureBlocking(false);
        ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
        long read = 0;
        int once = peer.read(bytes);
        while (once > 0) {
            read += once;
            once = peer.read(bytes.clear());
        }
        return read;
    }

    @Test
    @Timeout(60)
    void whatIsSentBeforeTheConnectionIsRegisteredIsWrittenAfterwards() throws IOException {
        connection.send(new byte[MORE_THAN_SOCKETS_KEEP]);
        assertThat(connection.isWritten()).isFalse();
        connection.register(selector);
        long read = 0;
        while (read < MORE_THAN_SOCKETS_KEEP) {
            read += readByPeer();
            select(10);
        }
        assertThat(connection.isWritten()).isTrue();
    }

    @Test
    @Timeout(60)
    void whatWaitsFallsWithEachPartThatIsWritten() throws IOException {
        long before = Connections.waiting().waiting();
        connection.register(selector);
        connection.send(new byte[MORE_THAN_SOCKETS_KEEP]);
        long waiting = Connections.waiting().waiting() - before;
        assertThat(waiting).isPositive();
        long read = 0;
        while (read == 0) {
            read = readByPeer();
        }
        select(10_000);
        assertThat(connection.isWritten()).isFalse();
        assertThat(Connections.waiting().waiting() - before).isPositive().isLessThan(waiting);
        connection.close();
        assertThat(Connections.waiting().waiting()).isEqualTo(before);
    }

    @Test
    void aConnectionWhoseBytesCannotBeHandledIsClosedAlsoAfterAnError() throws IOException {
        connection.register(selector);
        onReceived = () -> {
            throw new StackOverflowError("of a test");
        };
        peer.write(ByteBuffer.wrap("OPTIONS".getBytes(US_ASCII)));
        assertThatThrownBy(() -> select(10_000)).isInstanceOf(StackOverflowError.class);
        assertThat(connection.isOpen()).isFalse();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aConnectionThatIsClosedSendsNothingAndEndsOnce() throws IOException {
        connection.register(selector);
        connection.close();
        connection.close();
        assertThatThrownBy(() -> connection.send(new byte[1])).isInstanceOf(IOException.class);
        assertThat(closed).hasValue(1);
    }

    @Test
    void theLastAnswerIsWrittenBeforeTheConnectionEnds() throws IOException {
        connection.register(selector);
        connection.send("last".getBytes(US_ASCII));
        connection.closeWhenWritten();
        ByteBuffer bytes = ByteBuffer.allocate(16);
        assertThat(peer.read(bytes)).isEqualTo(4);
        assertThat(peer.read(bytes)).isEqualTo(-1);
        assertThatThrownBy(() -> connection.send(new byte[1])).isInstanceOf(IOException.class);
    }
}
