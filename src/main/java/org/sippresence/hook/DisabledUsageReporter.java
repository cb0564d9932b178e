package org.sippresence.hook;

import java.lang.reflect.Field;
import java.util.concurrent.TimeUnit;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.restcomm.commons.statistics.reporter.RestcommStatsReporter;

/**
 * Keeps the container from reporting usage. With {@code gatherStatistics=false} it still posts three counters, once a day and
 * whenever it stops, to an address that was hard-wired as somebody's test server, and it cannot be started twice in a process.
 */
final class DisabledUsageReporter extends RestcommStatsReporter {

    /** Call before the container initialises the dispatcher, and with {@code gatherStatistics=false}. */
    static void install(SipApplicationDispatcherImpl dispatcher) {
        try {
            Field reporter = SipApplicationDispatcherImpl.class.getDeclaredField("statsReporter");
            reporter.setAccessible(true);
            reporter.set(dispatcher, new DisabledUsageReporter());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this container would report usage to strangers", e);
        }
    }

    @Override
    public void start(long period, TimeUnit unit) {}

    @Override
    public void report() {}

    @Override
    public void stop() {}
}
