package org.sippresence.hook;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The origins of web pages whose scripts may connect (RFC 6455 section 10.2), for all addresses that the container listens on. None
 * until the launcher allows some. Thread-safe.
 */
public final class WebSocketOrigins {

    private static final String ALL = "*";
    private static volatile Set<String> allowed = Set.of();

    private WebSocketOrigins() {}

    /** Sets the allowed origins; {@code *} stands for all. */
    public static void allow(Iterable<String> origins) {
        Set<String> lower = new TreeSet<>();
        origins.forEach(each -> lower.add(each.toLowerCase(Locale.ROOT)));
        allowed = Set.copyOf(lower);
    }

    static boolean isAllowed(String origin) {
        return allowed.contains(ALL) || allowed.contains(origin.toLowerCase(Locale.ROOT));
    }
}
