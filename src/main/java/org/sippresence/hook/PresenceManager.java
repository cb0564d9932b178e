package org.sippresence.hook;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import org.mobicents.servlet.sip.catalina.SipStandardManager;

/**
 * The container's session manager in a form that Tomcat 7.0.109 can load: the container was compiled against an older Tomcat,
 * whose base class implemented the listener interface that the container registers it as.
 */
public final class PresenceManager extends SipStandardManager implements PropertyChangeListener {

    @Override
    public void propertyChange(PropertyChangeEvent event) {
        // sessions live for one transaction only; their time-out never changes
    }
}
