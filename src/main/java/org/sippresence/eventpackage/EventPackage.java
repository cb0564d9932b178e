package org.sippresence.eventpackage;

import java.util.List;
import org.sippresence.authorization.Permissions;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;

/**
 * One event package (RFC 6665 section 5): its name and media types, and how its published bodies are checked and composed.
 * Implementations are stateless and called from many threads.
 */
public interface EventPackage {

    EventName name();

    /** What a PUBLISH may carry; empty if nobody publishes to the package. */
    List<MediaType> publishTypes();

    /** When a publication to the package gets a new entity-tag. */
    default EtagPolicy etagPolicy() {
        return EtagPolicy.EACH_TIME;
    }

    /** What a NOTIFY may carry; the first one is the default when the subscriber names none. */
    List<MediaType> notifyTypes();

    /** Whether watchers need the presentity's consent; if not, each subscription is active at once. */
    boolean requiresAuthorization();

    /**
     * Checks a published body, called once for each PUBLISH that carries one, before anything is stored.
     *
     * @throws MalformedBodyException if the body is not what its media type says; its message goes to the client
     */
    void check(Body published) throws MalformedBodyException;

    Composer composer();

    /**
     * Leaves of a composed document what may be seen. Not called for packages whose watchers need no consent.
     *
     * @param composed by this package's {@link #composer}
     */
    default Document filter(Document composed, Permissions permissions) {
        return composed;
    }
}
