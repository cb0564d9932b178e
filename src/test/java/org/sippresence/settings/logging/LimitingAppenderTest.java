package org.sippresence.settings.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitingAppenderTest {

    private static final String NAME = "org.sippresence.some.Thing";

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> target = new ListAppender<>();
    private LimitingAppender limiting;
    private Logger log;

    @BeforeEach
    void open() {
        limited(60);
    }

    private void limited(int seconds) {
        limiting = new LimitingAppender();
        limiting.setContext(context);
        limiting.setSeconds(seconds);
        limiting.addAppender(target);
        limiting.start();
        target.setContext(context);
        target.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
        target.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(limiting);
        log = context.getLogger(NAME);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void close() {
        context.stop();
    }

    private List<String> written() {
        return List.copyOf(target.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void theFirstOnesAreWrittenTheOthersCounted() {
        for (int i = 0; i < 1000; i++) {
            log.warn("presentity={} could not be read", i);
        }
        limiting.flush();

        assertThat(written())
                .containsExactly(
                        "presentity=0 could not be read",
                        "presentity=1 could not be read",
                        "presentity=2 could not be read",
                        "presentity=999 could not be read (and 997 more like it in the last 1 s)");
        ILoggingEvent summary = target.list.get(3);
        assertThat(summary.getLoggerName()).isEqualTo(NAME);
        assertThat(summary.getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void aFaultIsTracedOnceAndEachPlaceIsAKind() {
        for (int i = 0; i < 10; i++) {
            log.error("failed", new IllegalStateException("here"));
            log.error("failed", new IllegalStateException("there"));
        }
        limiting.flush();

        assertThat(target.list.stream().filter(each -> each.getThrowableProxy() != null))
                .hasSize(2);
        assertThat(written())
                .filteredOn(line -> line.contains("more like it"))
                .containsExactlyInAnyOrder(
                        "failed: IllegalStateException: here (and 9 more like it in the last 1 s)",
                        "failed: IllegalStateException: there (and 9 more like it in the last 1 s)");
    }

    @Test
    void whatALibraryPutsIntoItsTextDoesNotMakeAnotherKind() {
        Logger library = context.getLogger("com.example.Library");
        for (int i = 0; i < 100; i++) {
            library.warn("no route to '" + i + "': lost");
            library.error("peer gone", new IOException("from " + i));
        }

        assertThat(written()).hasSize(2 * Repetitions.FIRST);
    }

    @Test
    void aLoggerIsBoundedWhateverItSays() {
        for (int i = 0; i < 500; i++) {
            log.warn("message " + i);
        }
        limiting.flush();

        assertThat(written())
                .hasSize(Repetitions.FIRST_OF_LOGGER + 1)
                .last()
                .asString()
                .contains("(and 480 more");
    }

    @Test
    void linesOfTheStartAndTheStopAreAllWritten() {
        for (int i = 0; i < Repetitions.FIRST_OF_LOGGER; i++) {
            log.info("started part " + i);
        }
        log.debug("detail");

        assertThat(written()).hasSize(Repetitions.FIRST_OF_LOGGER);
        context.getLogger(NAME).setLevel(Level.DEBUG);
        for (int i = 0; i < 100; i++) {
            log.debug("asked for");
        }
        assertThat(written()).hasSize(Repetitions.FIRST_OF_LOGGER + 100);
    }

    @Test
    void theCountComesByItselfAndTheThreadEnds() {
        limited(1);
        for (int i = 0; i < 10; i++) {
            log.warn("again");
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> written().size() == 4);
        assertThat(written().get(3)).startsWith("again (and 7 more like it in the last ");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(each -> each.getName().equals("log-counts")));
    }

    @Test
    void nothingIsLostIfManyWriteAtOnce() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(4);
        for (int t = 0; t < 4; t++) {
            new Thread(() -> {
                        for (int i = 0; i < 1000; i++) {
                            log.warn("again");
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        limiting.flush();

        assertThat(written()).hasSize(4);
        assertThat(written().get(3)).contains("and 3997 more");
    }
}
