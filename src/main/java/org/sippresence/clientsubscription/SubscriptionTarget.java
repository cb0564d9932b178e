package org.sippresence.clientsubscription;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;

/**
 * The parameters of a client subscription.
 *
 * @param presentity the presentity that it is about; all work is done in its lane
 */
public record SubscriptionTarget(Aor presentity, Destination destination, EventState state) {

    public SubscriptionTarget {
        Objects.requireNonNull(presentity, "presentity");
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(state, "state");
    }

    /**
     * The destination of the SUBSCRIBE.
     *
     * @param target the Request-URI, a SIP URI
     * @param routes URIs of the route set, with their parameters and without angle brackets
     * @param from the URI of its From header
     * @param to the URI of its To header
     */
    public record Destination(String target, List<String> routes, String from, String to) {

        public Destination {
            Objects.requireNonNull(target, "target");
            routes = List.copyOf(routes);
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
        }

        /** A user's state at a server, whose URI is a loose route so that the Request-URI is kept (RFC 3261 section 16.12). */
        public static Destination at(String server, Aor user, String from) {
            String route = server.contains(";lr") ? server : server + ";lr";
            return new Destination(user.uri(), List.of(route), from, user.uri());
        }

        /** The next hop of the first SUBSCRIBE. */
        String nextHop() {
            return routes.isEmpty() ? target : routes.get(0);
        }
    }

    /**
     * The requested event state.
     *
     * @param parameters of the Event header, such as {@code diff-processing=no-patching}; empty for none
     * @param accept the media types of NOTIFY bodies
     * @param body body of each SUBSCRIBE
     */
    public record EventState(EventName event, String parameters, List<MediaType> accept, Optional<Body> body) {

        public EventState {
            Objects.requireNonNull(event, "event");
            Objects.requireNonNull(parameters, "parameters");
            accept = List.copyOf(accept);
            Objects.requireNonNull(body, "body");
        }

        /** The value of the Event header. */
        String header() {
            return parameters.isEmpty() ? event.value() : event.value() + ';' + parameters;
        }
    }
}
