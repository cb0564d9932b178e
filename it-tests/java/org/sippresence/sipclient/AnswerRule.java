package org.sippresence.sipclient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How requests are answered.
 *
 * @param status of the response; empty for no response at all
 * @param headers more headers of the response
 * @param toTag added to To if the request has none
 * @param delay before the response is sent
 * @param then runs in the endpoint's thread after the response was sent
 */
public record AnswerRule(
        OptionalInt status, List<SipMessage.Header> headers, String toTag, Duration delay, Runnable then) {

    public AnswerRule {
        headers = List.copyOf(headers);
    }

    private static AnswerRule of(OptionalInt status) {
        return new AnswerRule(status, List.of(), SipEndpoint.token(), Duration.ZERO, () -> {});
    }

    public static AnswerRule status(int status) {
        return of(OptionalInt.of(status));
    }

    public static AnswerRule ok() {
        return status(200);
    }

    public static AnswerRule never() {
        return of(OptionalInt.empty());
    }

    /** 503 with Retry-After in seconds. */
    public static AnswerRule unavailable(int retryAfter) {
        return status(503).with("Retry-After", String.valueOf(retryAfter));
    }

    public AnswerRule with(String name, String value) {
        List<SipMessage.Header> more = new ArrayList<>(headers);
        more.add(new SipMessage.Header(name, value));
        return new AnswerRule(status, more, toTag, delay, then);
    }

    public AnswerRule tagged(String tag) {
        return new AnswerRule(status, headers, tag, delay, then);
    }

    public AnswerRule after(Duration time) {
        return new AnswerRule(status, headers, toTag, time, then);
    }

    public AnswerRule then(Runnable action) {
        return new AnswerRule(status, headers, toTag, delay, action);
    }

    SipMessage response(SipMessage request) {
        SipMessage response = SipMessage.response(request, status.orElseThrow(), toTag);
        for (SipMessage.Header header : headers) {
            response = response.with(header.name(), header.value());
        }
        return response;
    }
}
