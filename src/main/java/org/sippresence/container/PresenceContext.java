package org.sippresence.container;

import java.nio.file.Path;
import org.mobicents.servlet.sip.startup.SipContextConfig;
import org.mobicents.servlet.sip.startup.SipStandardContext;

/**
 * A context whose libraries are not scanned for annotations: the container would load every class of every library, which takes
 * seconds, and {@code sip.xml} contains all declarations.
 */
final class PresenceContext extends SipStandardContext {

    private boolean configuring;

    PresenceContext() {
        addLifecycleListener(new Configuration());
    }

    /** During the configuration of the context the container uses it only for that scan. */
    @Override
    public String getBasePath() {
        return configuring ? Path.of(super.getBasePath(), "META-INF").toString() : super.getBasePath();
    }

    private final class Configuration extends SipContextConfig {

        @Override
        protected synchronized void configureStart() {
            configuring = true;
            super.configureStart();
            configuring = false;
        }
    }
}
