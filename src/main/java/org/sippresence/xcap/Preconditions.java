package org.sippresence.xcap;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sippresence.model.EntityTag;

/**
 * If-Match and If-None-Match of a request (RFC 4825 sections 7.11 and 8.5): entity-tags are those of the whole document,
 * the asterisk is about the resource.
 *
 * @param ifMatch tags without quotes; empty if the header was not sent
 * @param ifNoneMatch likewise
 */
record Preconditions(Optional<Set<String>> ifMatch, Optional<Set<String>> ifNoneMatch) {

    static final Preconditions NONE = new Preconditions(Optional.empty(), Optional.empty());

    private static final String ANY = "*";
    private static final String WEAK = "W/";

    /** Reads the headers; null for one that was not sent. */
    static Preconditions of(String ifMatch, String ifNoneMatch) {
        return new Preconditions(tags(ifMatch), tags(ifNoneMatch));
    }

    private static Optional<Set<String>> tags(String header) {
        return Optional.ofNullable(header)
                .map(sent -> Arrays.stream(sent.split(","))
                        .map(String::strip)
                        .filter(tag -> !tag.startsWith(WEAK)) // ours are strong
                        .map(tag -> tag.replaceAll("^\"|\"$", ""))
                        .collect(Collectors.toSet()));
    }

    /**
     * Whether If-Match lets the request pass.
     *
     * @param document the document's tag; empty if there is none
     * @param exists whether there is what the request is about
     */
    boolean match(Optional<EntityTag> document, boolean exists) {
        return ifMatch.isEmpty()
                || (exists && ifMatch.get().contains(ANY))
                || document.filter(tag -> ifMatch.get().contains(tag.value())).isPresent();
    }

    /** Whether If-None-Match lets the request pass. */
    boolean noneMatch(Optional<EntityTag> document, boolean exists) {
        return ifNoneMatch.isEmpty()
                || !exists
                || !(ifNoneMatch.get().contains(ANY)
                        || document.filter(tag -> ifNoneMatch.get().contains(tag.value()))
                                .isPresent());
    }
}
