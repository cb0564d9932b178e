package org.sippresence.sipclient;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How NOTIFYs are answered.
 *
 * @param status of the response; empty for no response at all
 * @param retryAfter seconds of a Retry-After header; empty for none
 * @param delay before the response is sent
 */
public record AnswerRule(OptionalInt status, OptionalInt retryAfter, Duration delay) {

    public static AnswerRule status(int status) {
        return new AnswerRule(OptionalInt.of(status), OptionalInt.empty(), Duration.ZERO);
    }

    public static AnswerRule ok() {
        return status(200);
    }

    public static AnswerRule never() {
        return new AnswerRule(OptionalInt.empty(), OptionalInt.empty(), Duration.ZERO);
    }

    /** 503 with Retry-After in seconds. */
    public static AnswerRule unavailable(int retryAfter) {
        return new AnswerRule(OptionalInt.of(503), OptionalInt.of(retryAfter), Duration.ZERO);
    }

    public AnswerRule after(Duration time) {
        return new AnswerRule(status, retryAfter, time);
    }
}
