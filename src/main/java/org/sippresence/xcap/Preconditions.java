package org.sippresence.xcap;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sippresence.model.EntityTag;

/**
 * If-Match and If-None-Match of a request (RFC 4825 sections 7.11 and 8.5): entity-tags refer to the whole document, the
 * asterisk refers to the resource.
 *
 * @param ifMatch tags without quotes; empty if the header is absent
 * @param ifNoneMatch tags without quotes; empty if the header is absent
 */
record Preconditions(Optional<Set<String>> ifMatch, Optional<Set<String>> ifNoneMatch) {

    static final Preconditions NONE = new Preconditions(Optional.empty(), Optional.empty());

    private static final String ANY = "*";
    private static final String WEAK = "W/";

    /** Parses the headers; null for an absent one. */
    static Preconditions of(String ifMatch, String ifNoneMatch) {
        return new Preconditions(tags(ifMatch), tags(ifNoneMatch));
    }

    private static Optional<Set<String>> tags(String header) {
        return Optional.ofNullable(header)
                .map(sent -> Arrays.stream(sent.split(","))
                        .map(String::strip)
                        .filter(tag -> !tag.startsWith(WEAK)) // the server's tags are strong
                        .map(tag -> tag.replaceAll("^\"|\"$", ""))
                        .collect(Collectors.toSet()));
    }

    /**
     * Whether If-Match permits the request.
     *
     * @param document the document's entity-tag; empty if there is no document
     * @param exists whether the requested resource exists
     */
    boolean match(Optional<EntityTag> document, boolean exists) {
        return ifMatch.isEmpty()
                || (exists && ifMatch.get().contains(ANY))
                || document.filter(tag -> ifMatch.get().contains(tag.value())).isPresent();
    }

    /** Whether both headers permit a change. */
    boolean areMet(Optional<EntityTag> document, boolean exists) {
        return match(document, exists) && noneMatch(document, exists);
    }

    /** Whether If-None-Match permits the request. */
    boolean noneMatch(Optional<EntityTag> document, boolean exists) {
        return ifNoneMatch.isEmpty()
                || !exists
                || !(ifNoneMatch.get().contains(ANY)
                        || document.filter(tag -> ifNoneMatch.get().contains(tag.value()))
                                .isPresent());
    }
}
