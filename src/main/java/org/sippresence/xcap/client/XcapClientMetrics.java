package org.sippresence.xcap.client;

import java.util.Map;

/**
 * Counters since the start and current gauges of the client.
 *
 * @param responses of the server by kind, sorted: {@code found}, {@code unchanged}, {@code absent}, and each
 *     {@link FetchFailure} in lower case
 * @param waiting queued requests
 * @param running pending requests
 * @param watched presentities whose rules are refreshed
 */
public record XcapClientMetrics(Map<String, Long> responses, int waiting, int running, int watched) {}
