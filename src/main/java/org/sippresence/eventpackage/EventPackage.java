package org.sippresence.eventpackage;

import java.util.List;
import java.util.Optional;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Permissions;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.model.Aor;
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
    default List<MediaType> publishTypes() {
        return List.of();
    }

    /** When a publication to the package gets a new entity-tag. */
    default EtagPolicy etagPolicy() {
        return EtagPolicy.EACH_TIME;
    }

    /** What a NOTIFY may carry; the first one is the default when the subscriber names none. */
    List<MediaType> notifyTypes();

    /** Whether watchers need the presentity's consent; if not, {@link #admit} decides. */
    boolean requiresAuthorization();

    /** Whether a watcher may subscribe to a package whose watchers need no consent. */
    default Authorization admit(Aor presentity, RequestIdentity watcher) {
        return Authorization.ALLOW;
    }

    /** What a SUBSCRIBE may carry; empty if its body is not looked at. */
    default List<MediaType> subscribeTypes() {
        return List.of();
    }

    /**
     * Checks the body of a SUBSCRIBE, which is stored with the subscription.
     *
     * @param wished of one of the {@link #subscribeTypes()}
     * @throws MalformedBodyException if the body is not what its media type says; its message goes to the client
     */
    default void checkSubscribe(Body wished) throws MalformedBodyException {}

    /** Parameters of a SUBSCRIBE's Event header that are kept with the subscription, such as {@code diff-processing}. */
    default List<String> subscribeParameters() {
        return List.of();
    }

    /**
     * Checks a published body, called once for each PUBLISH that carries one, before anything is stored.
     *
     * @throws MalformedBodyException if the body is not what its media type says; its message goes to the client
     */
    default void check(Body published) throws MalformedBodyException {
        throw new MalformedBodyException("nobody publishes to " + name());
    }

    /** Makes one document for all watchers; empty for a package whose documents are made for each subscription. */
    default Optional<Composer> composer() {
        return Optional.empty();
    }

    /**
     * What a registered contact says about the state of whom it belongs to, in the form of a published body; empty if it says
     * nothing, as in most packages.
     *
     * @param contact an absolute URI
     */
    default Optional<Body> ofContact(Aor presentity, String contact) {
        return Optional.empty();
    }

    /**
     * Leaves of a composed document what may be seen. Not called for packages whose watchers need no consent.
     *
     * @param composed by this package's {@link #composer}
     */
    default Document filter(Document composed, Permissions permissions) {
        return composed;
    }
}
