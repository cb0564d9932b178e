package org.sippresence.container;

import javax.servlet.ServletContext;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;

/** Reads the reason why the application did not start, before the container discards the attributes of a failed context. */
final class FailureReport implements LifecycleListener {

    private volatile StartException reason;

    @Override
    public void lifecycleEvent(LifecycleEvent event) {
        if (event.getType().equals(Lifecycle.BEFORE_STOP_EVENT)
                && event.getLifecycle() instanceof Context context
                && context.getServletContext().getAttribute(Deployment.FAILURE) instanceof String line) {
            reason = new StartException(exitCode(context.getServletContext()), line);
        }
    }

    void throwIfSet() throws StartException {
        StartException failure = reason;
        if (failure != null) {
            throw failure;
        }
    }

    private static int exitCode(ServletContext context) {
        return context.getAttribute(Deployment.FAILURE_EXIT) instanceof Integer code ? code : StartException.FAILURE;
    }
}
