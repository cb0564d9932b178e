package org.sippresence.authentication;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sippresence.authentication.DigestClient.Challenger;
import org.sippresence.authentication.DigestClient.Place;
import org.sippresence.authentication.DigestClient.Request;
import org.sippresence.settings.OutboundCredentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authentication of one request of this server over its tries. A request is sent at most three times: a proxy and the server
 * behind it may each challenge it, or one of them for a second time because a nonce was stale. Used by one try after the other.
 */
public final class DigestExchange {

    private static final Logger LOG = LoggerFactory.getLogger(DigestExchange.class);
    private static final int MAX_REPETITIONS = 2;

    private final DigestClient client;
    private final Request request;
    private final List<OutboundCredentials> usable;

    /** Whose challenges are answered. */
    private final List<Challenger> challengers;

    /** The sessions of the challenges that this request received, which precede those of earlier requests. */
    private final Map<Place, NonceSession> received;

    /** The sessions that the last try used. */
    private final Map<Place, NonceSession> sent;

    private boolean rejected;
    private String server = "";
    private int repetitions;

    /** A header field. */
    public record Field(String name, String value) {}

    DigestExchange(
            DigestClient client, Request request, List<OutboundCredentials> usable, List<Challenger> challengers) {
        this.client = client;
        this.request = request;
        this.usable = usable;
        this.challengers = challengers;
        boolean isUsed = !usable.isEmpty();
        this.received = isUsed ? new HashMap<>() : Map.of();
        this.sent = isUsed ? new HashMap<>() : Map.of();
    }

    /**
     * The header fields of the next try; none if no nonce is known yet.
     *
     * @param uri the Request-URI
     * @param body empty if there is none
     */
    public List<Field> authorize(String uri, byte[] body) {
        if (usable.isEmpty()) {
            return List.of();
        }
        sent.clear();
        server = server(uri);
        List<Field> fields = new ArrayList<>();
        for (Challenger challenger : challengers) {
            for (OutboundCredentials each : usable) {
                Place place = place(challenger, each);
                session(place).ifPresent(session -> {
                    sent.put(place, session);
                    fields.add(
                            new Field(challenger.credentialsField, session.authorization(request.method(), uri, body)));
                });
            }
        }
        return fields;
    }

    private Optional<NonceSession> session(Place place) {
        NonceSession own = received.get(place);
        return own == null ? client.session(place) : Optional.of(own);
    }

    private Place place(Challenger challenger, OutboundCredentials credentials) {
        return new Place(
                challenger,
                request.nextHop(),
                challenger == Challenger.PROXY ? "" : server,
                credentials.realm(),
                credentials.username());
    }

    /** The part of a SIP URI between user and parameters. */
    private static String server(String uri) {
        int from = Math.max(uri.lastIndexOf('@'), uri.indexOf(':')) + 1;
        int to = from;
        while (to < uri.length() && ";?".indexOf(uri.charAt(to)) < 0) {
            to++;
        }
        return uri.substring(from, to).toLowerCase(Locale.ROOT);
    }

    /**
     * Processes the final response of the last try.
     *
     * @param fields returns the values of a response header by its name
     * @return whether the request should be sent again with the header fields of {@link #authorize}
     */
    public boolean shouldRepeat(int status, Function<String, List<String>> fields) {
        if (status / 100 == 2 && !sent.isEmpty()) {
            learnNextNonces(fields);
        }
        boolean isForUs = !usable.isEmpty() || challengers.contains(Challenger.SERVER);
        return (status == 401 || status == 407) && isForUs && answer(status, fields);
    }

    private boolean answer(int status, Function<String, List<String>> fields) {
        boolean answered = false;
        for (Challenger challenger : challengers) {
            List<Challenge> challenges = Challenge.in(fields.apply(challenger.challengeField));
            for (OutboundCredentials each : usable) {
                answered |= answer(place(challenger, each), each, challenges);
            }
        }
        if (answered && repetitions < MAX_REPETITIONS) {
            repetitions++;
            client.countAnswered();
            return true;
        }
        if (answered || rejected) {
            sent.forEach(client::remove);
            client.countRejected();
            warn(status, "the credentials were rejected");
        } else {
            client.countUnanswered();
            warn(status, "there are no credentials for the challenge");
        }
        return false;
    }

    private void warn(int status, String reason) {
        LOG.warn("to={} method={} outcome={}: {}", request.nextHop(), request.method(), status, reason);
    }

    /** Answers the challenge with the strongest algorithm: the local policy that RFC 8760 section 2.4 allows. */
    private boolean answer(Place place, OutboundCredentials credentials, List<Challenge> challenges) {
        Optional<Answerable> strongest = challenges.stream()
                .flatMap(each -> Answerable.of(each, credentials).stream())
                .min(Comparator.comparing(each -> each.session().algorithm()));
        if (strongest.isEmpty()) {
            return false;
        }
        if (received.containsKey(place) && !strongest.get().isStale()) {
            rejected = true;
            return false;
        }
        NonceSession begun = strongest.get().session();
        NonceSession session = session(place).filter(begun::hasSameNonce).orElse(begun); // its uses are counted on
        client.replace(place, Optional.ofNullable(sent.get(place)), session);
        received.put(place, session);
        return true;
    }

    private record Answerable(NonceSession session, boolean isStale) {

        static Optional<Answerable> of(Challenge challenge, OutboundCredentials credentials) {
            boolean isStale = challenge.parameter("stale").equalsIgnoreCase("true");
            return NonceSession.of(challenge, credentials).map(session -> new Answerable(session, isStale));
        }
    }

    /** RFC 7616 section 3.5; a header does not name the realm, so it is for the only nonce of its kind. */
    private void learnNextNonces(Function<String, List<String>> fields) {
        for (Challenger challenger : challengers) {
            List<Place> places = sent.keySet().stream()
                    .filter(place -> place.challenger() == challenger)
                    .toList();
            if (places.size() == 1) {
                NonceSession used = sent.get(places.get(0));
                fields.apply(challenger.infoField).stream()
                        .limit(1)
                        .flatMap(info -> Challenge.in(List.of("Digest " + info)).stream())
                        .flatMap(info -> used.next(info.parameter("nextnonce")).stream())
                        .forEach(next -> client.replace(places.get(0), Optional.of(used), next));
            }
        }
    }
}
