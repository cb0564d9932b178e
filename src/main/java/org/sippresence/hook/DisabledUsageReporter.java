package org.sippresence.hook;

import java.lang.reflect.Field;
import java.util.concurrent.TimeUnit;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.restcomm.commons.statistics.reporter.RestcommStatsReporter;

/**
 * Prevents the container from reporting usage. Even with {@code gatherStatistics=false} it posts three counters, once a day and
 * whenever it stops, to a hard-coded address of a test server, and it cannot be started twice in a process.
 */
final class DisabledUsageReporter extends RestcommStatsReporter {

    /**
     * Installs the reporter. Call before the container initialises the dispatcher, together with {@code gatherStatistics=false}.
     */
    static void install(SipApplicationDispatcherImpl dispatcher) {
        try {
            Field reporter = SipApplicationDispatcherImpl.class.getDeclaredField("statsReporter");
            reporter.setAccessible(true);
            reporter.set(dispatcher, new DisabledUsageReporter());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("usage reports of this container cannot be disabled", e);
        }
    }

    @Override
    public void start(long period, TimeUnit unit) {}

    @Override
    public void report() {}

    @Override
    public void stop() {}
}
