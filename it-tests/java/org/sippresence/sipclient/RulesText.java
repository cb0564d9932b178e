package org.sippresence.sipclient;

import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Documents of presence rules for tests (RFC 4745, RFC 5025), as text. */
public final class RulesText {

    /** Transformations that permit everything. */
    public static final String EVERYTHING =
            "<pr:provide-services><pr:all-services/></pr:provide-services><pr:provide-persons><pr:all-persons/>"
                    + "</pr:provide-persons><pr:provide-devices><pr:all-devices/></pr:provide-devices>"
                    + "<pr:provide-all-attributes/>";

    /** Transformations that permit services with their contacts and basic status only. */
    public static final String SERVICES = "<pr:provide-services><pr:all-services/></pr:provide-services>";

    private static final String NAMESPACES =
            " xmlns:cp='urn:ietf:params:xml:ns:common-policy' xmlns:pr='urn:ietf:params:xml:ns:pres-rules'";

    private RulesText() {}

    public static String document(String... rules) {
        return "<cp:ruleset" + NAMESPACES + '>' + String.join("", rules) + "</cp:ruleset>";
    }

    /** A rule without permissions, as a complete element. */
    public static String rule(String id, String conditions, String handling) {
        return rule(id, conditions, handling, "");
    }

    /** A rule, as a complete element. */
    public static String rule(String id, String conditions, String handling, String transformations) {
        return "<cp:rule" + NAMESPACES + " id='" + id + "'><cp:conditions>" + conditions
                + "</cp:conditions><cp:actions><pr:sub-handling>" + handling
                + "</pr:sub-handling></cp:actions><cp:transformations>" + transformations
                + "</cp:transformations></cp:rule>";
    }

    /** The condition that the watcher is one of the given SIP URIs. */
    public static String identity(String... watchers) {
        return "<cp:identity>"
                + Stream.of(watchers).map(each -> "<cp:one id='" + each + "'/>").collect(Collectors.joining())
                + "</cp:identity>";
    }

    /** The condition that the watcher belongs to the tests' domain. */
    public static String everybody() {
        return "<cp:identity><cp:many domain='example.org'/></cp:identity>";
    }

    public static String sphere(String word) {
        return "<cp:sphere value='" + word + "'/>";
    }

    /** The condition of one validity interval. */
    public static String validity(Instant from, Instant until) {
        return "<cp:validity><cp:from>" + from + "</cp:from><cp:until>" + until + "</cp:until></cp:validity>";
    }
}
