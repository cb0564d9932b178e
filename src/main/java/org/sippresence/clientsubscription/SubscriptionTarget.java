package org.sippresence.clientsubscription;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;

/**
 * A subscription that is to be held.
 *
 * @param whom the presentity that it concerns, in whose lane everything about it is done
 */
public record SubscriptionTarget(Aor whom, Where where, What what) {

    public SubscriptionTarget {
        Objects.requireNonNull(whom, "whom");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(what, "what");
    }

    /**
     * Where the SUBSCRIBE goes.
     *
     * @param target the Request-URI, a SIP URI
     * @param routes URIs that it passes first, with their parameters and without angle brackets
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

        /** A server's URI as a loose route, so that the Request-URI stays as it is (RFC 3261 section 16.12). */
        public static String loose(String server) {
            return server.contains(";lr") ? server : server + ";lr";
        }

        /** Where the first SUBSCRIBE is sent to. */
        String nextHop() {
            return routes.isEmpty() ? target : routes.get(0);
        }
    }

    /**
     * What is asked for.
     *
     * @param parameters of the Event header, such as {@code diff-processing=no-patching}; empty for none
     * @param accept what the NOTIFYs may carry
     * @param body of each SUBSCRIBE
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
