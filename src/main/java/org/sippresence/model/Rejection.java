package org.sippresence.model;

import java.util.Map;

/**
 * The rejection of a request: the status, a reason phrase, and the headers that the RFC requires with it, such as Min-Expires
 * with 423.
 *
 * @param status 300 to 699
 * @param reason one short line, never an exception's text
 * @param headers by name
 */
public record Rejection(int status, String reason, Map<String, String> headers) {

    public Rejection {
        if (status < 300 || status > 699) {
            throw new IllegalArgumentException("status " + status + " is no refusal");
        }
        headers = Map.copyOf(headers);
    }

    public static Rejection of(int status, String reason) {
        return new Rejection(status, reason, Map.of());
    }

    public static Rejection of(int status, String reason, String header, String value) {
        return new Rejection(status, reason, Map.of(header, value));
    }
}
