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
 * @param whom the presentity that it is about; all work is done in its lane
 */
public record SubscriptionTarget(Aor whom, Where where, What what) {

    public SubscriptionTarget {
        Objects.requireNonNull(whom, "whom");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(what, "what");
    }

    /**
     * The destination of the SUBSCRIBE.
     *
     * @param target the Request-URI, a SIP URI
     * @param routes URIs of the route set, with their parameters and without angle brackets
     * @param from the URI of its From header
     * @param to the URI of its To header
     */
    public record Where(String target, List<String> routes, String from, String to) {

        public Where {
            Objects.requireNonNull(target, "target");
            routes = List.copyOf(routes);
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
        }

        /** Makes a server's URI a loose route, so that the Request-URI is kept (RFC 3261 section 16.12). */
        public static String loose(String server) {
            return server.contains(";lr") ? server : server + ";lr";
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
    public record What(EventName event, String parameters, List<MediaType> accept, Optional<Body> body) {

        public What {
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
