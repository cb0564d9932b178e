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
 * An event package (RFC 6665 section 5): its name, its media types, and how published bodies are checked and composed.
 * Implementations are stateless and thread-safe.
 */
public interface EventPackage {

    EventName name();

    /** Returns the media types that a PUBLISH may carry; empty if the package does not accept publications. */
    default List<MediaType> publishTypes() {
        return List.of();
    }

    /** Returns when a publication to the package gets a new entity-tag. */
    default EtagPolicy etagPolicy() {
        return EtagPolicy.EACH_TIME;
    }

    /** Returns the media types that a NOTIFY may carry; the first one is the default without an Accept header. */
    List<MediaType> notifyTypes();

    /** Returns whether watchers need authorization by the presentity; otherwise {@link #admit} decides. */
    boolean requiresAuthorization();

    /** Decides whether a watcher may subscribe to a package without authorization by the presentity. */
    default Authorization admit(Aor presentity, RequestIdentity watcher) {
        return Authorization.ALLOW;
    }

    /** Returns the media types that a SUBSCRIBE may carry; empty if its body is ignored. */
    default List<MediaType> subscribeTypes() {
        return List.of();
    }

    /**
     * Checks the body of a SUBSCRIBE, which is stored with the subscription.
     *
     * @param body one of one of the {@link #subscribeTypes()}
     * @throws MalformedBodyException if the body does not conform to its media type; its message is sent to the client
     */
    default void checkSubscribe(Body body) throws MalformedBodyException {}

    /**
     * Returns the Event header parameters of a SUBSCRIBE that are kept with the subscription, such as {@code diff-processing}.
     */
    default List<String> subscribeParameters() {
        return List.of();
    }

    /**
     * Checks a published body; called once for each PUBLISH with a body, before anything is stored.
     *
     * @return the body as the {@link #composer} uses it
     * @throws MalformedBodyException if the body does not conform to its media type; its message is sent to the client
     */
    default ParsedBody check(Body published) throws MalformedBodyException {
        throw new MalformedBodyException("PUBLISH is not supported for " + name());
    }

    /**
     * Returns the composer of one document for all watchers; empty for a package whose documents are specific to each
     * subscription.
     */
    default Optional<Composer> composer() {
        return Optional.empty();
    }

    /**
     * Derives the state of an address of record from a registered contact, in the form of a published body; empty if nothing
     * follows, as in most packages.
     *
     * @param contact an absolute URI
     */
    default Optional<Body> ofContact(Aor presentity, String contact) {
        return Optional.empty();
    }

    /**
     * Reduces a composed document to the permitted parts. Not called for packages whose watchers need no authorization.
     *
     * @param composed a document of this package's {@link #composer}
     */
    default Document filter(Document composed, Permissions permissions) {
        return composed;
    }
}
