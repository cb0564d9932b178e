package org.sippresence.container;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StandardErrorTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(StandardError.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final PrintStream stream = new PrintStream(new StandardError(), true, StandardCharsets.UTF_8);

    @BeforeEach
    void listen() {
        events.start();
        log.addAppender(events);
        log.setAdditive(false);
    }

    @AfterEach
    void leave() {
        log.detachAppender(events);
        log.setAdditive(true);
    }

    private List<String> messages() {
        return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aLineIsAWarningOfOnePattern() {
        stream.println("first");
        stream.print("sec");
        assertThat(events.list).hasSize(1);
        stream.print("ond\n\n");

        assertThat(messages()).containsExactly("printed on standard error: first", "printed on standard error: second");
        assertThat(events.list).allSatisfy(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getMessage()).isEqualTo("printed on standard error: {}");
        });
    }

    @Test
    void ofAStackTraceOnlyTheExceptionsAreTold() {
        new IllegalStateException("outer", new IllegalArgumentException("inner")).printStackTrace(stream);

        assertThat(messages())
                .containsExactly(
                        "printed on standard error: java.lang.IllegalStateException: outer",
                        "printed on standard error: Caused by: java.lang.IllegalArgumentException: inner");
    }

    @Test
    void aLineWithoutEndTakesNoMemory() {
        for (int i = 0; i < 100_000; i++) {
            stream.print("0123456789");
        }
        stream.println();

        assertThat(messages()).hasSize(1).first().asString().hasSizeLessThan(5_000);
    }
}
