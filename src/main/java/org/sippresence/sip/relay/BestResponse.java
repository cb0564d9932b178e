package org.sippresence.sip.relay;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Chooses the best of the final responses of all branches, none of which is a 2xx (RFC 3261 section 16.7 step 6). */
final class BestResponse {

    private static final int GLOBAL = 6;

    /** Responses that tell the client how to change the request. */
    private static final List<Integer> HELPFUL = List.of(401, 407, 415, 420, 484);

    private BestResponse() {}

    /**
     * The response to forward; empty if there is none.
     *
     * @param responses in the order of arrival
     */
    static <T> Optional<T> of(List<T> responses, ToIntFunction<T> status) {
        return responses.stream().min(Comparator.comparingInt(each -> rank(status.applyAsInt(each))));
    }

    /** Global failures rank first, then the lowest class: in it the helpful statuses first, 408 and 503 last. */
    private static int rank(int status) {
        if (status / 100 == GLOBAL) {
            return 0;
        }
        int within = HELPFUL.contains(status) ? 0 : status == 503 || status == 408 ? 2 : 1;
        return status / 100 * 10 + within;
    }
}
