package org.sippresence.authorization;

import java.net.IDN;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sippresence.authorization.Condition.Validity;
import org.sippresence.authorization.Condition.Window;
import org.sippresence.xml.Element;

/**
 * Reads the conditions of a rule: those of RFC 4745, of its drafts as in SER's examples, and of OMA. A condition that cannot
 * be read is never met.
 */
final class ConditionsReader {

    /** Accepts midnight as 24:00:00 (XML Schema part 2 section 3.2.7). */
    private static final DateTimeFormatter ZONED =
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.withResolverStyle(ResolverStyle.SMART);

    private static final DateTimeFormatter UNZONED =
            DateTimeFormatter.ISO_LOCAL_DATE_TIME.withResolverStyle(ResolverStyle.SMART);

    private ConditionsReader() {}

    static Conditions read(List<Element> elements) {
        return new Conditions(elements.stream().map(ConditionsReader::condition).toList());
    }

    /** Whether the condition is supported. */
    static boolean reads(Element element) {
        return !(condition(element) instanceof Condition.Unknown);
    }

    private static Condition condition(Element element) {
        return switch (element.namespace()) {
            case Policy.COMMON_POLICY -> common(element);
            case Policy.OMA_POLICY -> oma(element);
            case Policy.PRES_RULES -> anonymousOrUnknown(element);
            default -> new Condition.Unknown(element.name());
        };
    }

    private static Condition common(Element element) {
        return switch (element.name()) {
            case "identity" -> IdentityReader.read(element);
            case "sphere" -> sphere(element);
            case "validity" -> validity(element);
            default -> anonymousOrUnknown(element);
        };
    }

    private static Condition oma(Element element) {
        return switch (element.name()) {
            case "external-list" -> externalList(element);
            case "anonymous-request" -> new Condition.Anonymous(element.name());
            case "other-identity" -> new Condition.OtherIdentity();
            default -> new Condition.Unknown(element.name());
        };
    }

    private static Condition anonymousOrUnknown(Element element) {
        return element.name().equals("anonymous")
                ? new Condition.Anonymous(element.name())
                : new Condition.Unknown(element.name());
    }

    private static Condition externalList(Element element) {
        Set<String> lists = element.children().stream()
                .filter(each -> each.name().equals("entry"))
                .flatMap(each -> each.attribute("anc").stream())
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toSet());
        return new Condition.ExternalList(lists, List.of());
    }

    /** Reads a sphere: the tokens and the whole text, since a sphere may contain white space, such as {@code bowling league}. */
    private static Condition sphere(Element element) {
        String value = element.attribute("value")
                .orElseGet(element::text)
                .strip()
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
        return new Condition.Sphere(Stream.concat(Stream.of(value.split(" ")), Stream.of(value))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toSet()));
    }

    /** Reads pairs of from and until, in this order; ignores anything else. */
    private static Condition validity(Element element) {
        List<Window> windows = new ArrayList<>();
        Optional<Instant> from = Optional.empty();
        for (Element each : element.children()) {
            if (each.is(Policy.COMMON_POLICY, "from")) {
                from = instant(each.text().strip());
            } else if (each.is(Policy.COMMON_POLICY, "until")) {
                Optional<Instant> until = instant(each.text().strip());
                if (from.isPresent() && until.isPresent() && from.get().isBefore(until.get())) {
                    windows.add(new Window(from.get(), until.get()));
                }
                from = Optional.empty();
            }
        }
        return new Validity(windows);
    }

    /** Parses a time; one without a time zone is UTC. */
    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, ZONED).toInstant());
        } catch (DateTimeException e) {
            try {
                return Optional.of(LocalDateTime.parse(text, UNZONED).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException unreadable) {
                return Optional.empty();
            }
        }
    }

    /** Returns the domain in the form that RFC 4745 section 7.1.3 compares; empty if the text is no domain. */
    static Optional<String> domain(String text) {
        try {
            String decoded = URLDecoder.decode(text.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
            return Optional.of(IDN.toASCII(decoded).toLowerCase(Locale.ROOT)).filter(each -> !each.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
