package org.sippresence.hook;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import org.mobicents.servlet.sip.catalina.SipStandardManager;

/**
 * The container's session manager, which Tomcat 7.0.109 can load: the container was compiled against an older Tomcat, whose
 * base class still was the listener that it registers itself as.
 */
public final class PresenceManager extends SipStandardManager implements PropertyChangeListener {

    @Override
    public void propertyChange(PropertyChangeEvent event) {
        // sessions of ours live for one transaction; their time-out never changes
    }
}
