package org.restcomm.commons.statistics.reporter;

import com.codahale.metrics.MetricRegistry;
import java.util.concurrent.TimeUnit;

/**
 * Reports nothing. The container is linked to a class of this name, which posts counters to a fixed address and whose jar is
 * under the AGPL; this class has the members that the container calls and takes its place on the container's class path. It has
 * no state besides the registry, whose counters the container increments from several threads.
 */
public final class RestcommStatsReporter {

    private static final RestcommStatsReporter INSTANCE = new RestcommStatsReporter();
    private static final MetricRegistry REGISTRY = new MetricRegistry();

    public RestcommStatsReporter() {}

    public static RestcommStatsReporter getRestcommStatsReporter() {
        return INSTANCE;
    }

    /** Returns the registry in which the container keeps its counters. */
    public static MetricRegistry getMetricRegistry() {
        return REGISTRY;
    }

    public void setRemoteServer(String server) {}

    public void setProjectName(String name) {}

    public void setProjectType(String type) {}

    public void setVersion(String version) {}

    /** Starts nothing. */
    public void start(long period, TimeUnit unit) {}

    public void stop() {}
}
