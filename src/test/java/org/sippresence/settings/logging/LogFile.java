package org.sippresence.settings.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The {@code logback.xml} that is shipped, writing into memory instead of standard output. */
final class LogFile implements AutoCloseable {

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** @param properties name, value, name, value, ... as of the system */
    LogFile(String... properties) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        for (int i = 0; i < properties.length; i += 2) {
            context.putProperty(properties[i], properties[i + 1]);
        }
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(
                    Path.of("src/main/resources/logback.xml").toUri().toURL());
        } catch (JoranException | MalformedURLException e) {
            throw new IllegalStateException(e);
        }
        LimitingAppender limited = (LimitingAppender) root().getAppender("limited");
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) limited.getAppender("console");
        OutputStreamAppender<ILoggingEvent> memory = new OutputStreamAppender<>();
        memory.setContext(context);
        memory.setEncoder(console.getEncoder());
        memory.setOutputStream(written);
        memory.start();
        limited.detachAppender(console);
        limited.addAppender(memory);
    }

    Logger root() {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    Logger logger(String name) {
        return context.getLogger(name);
    }

    void flush() {
        ((LimitingAppender) root().getAppender("limited")).flush();
    }

    String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    List<String> lines() {
        return text().lines().toList();
    }

    @Override
    public void close() {
        context.stop();
    }
}
