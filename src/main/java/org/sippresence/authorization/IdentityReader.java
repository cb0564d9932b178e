package org.sippresence.authorization;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sippresence.authorization.Condition.Identity;
import org.sippresence.model.Aor;
import org.sippresence.xml.Element;

/**
 * Reads one identity condition: RFC 4745 section 7.1, and the syntax of its drafts in SER's examples ({@code <id>},
 * {@code <domain domain="…"/>} with {@code <except entity="…"/>} as siblings). For one use in one thread.
 */
final class IdentityReader {

    private final Set<Aor> ones = new HashSet<>();
    private final List<ManyIdentity> groups = new ArrayList<>();
    private boolean matchesUnknown;

    private IdentityReader() {}

    static Identity read(Element identity) {
        IdentityReader reader = new IdentityReader();
        ExceptionsReader siblings = new ExceptionsReader();
        for (Element each : identity.children()) {
            if (each.is(Policy.COMMON_POLICY, "except")) {
                siblings.add(each);
            } else if (each.namespace().equals(Policy.COMMON_POLICY)) {
                reader.add(each);
            }
        }
        reader.matchesUnknown |= identity.children().isEmpty();
        return new Identity(reader.ones, reader.groups, siblings.exceptions(), reader.matchesUnknown);
    }

    /** Whether a rule uses the drafts' syntax. */
    static boolean isDraft(List<Element> conditions) {
        return conditions.stream()
                .filter(each -> each.is(Policy.COMMON_POLICY, "identity"))
                .flatMap(each -> each.children().stream())
                .anyMatch(each -> each.is(Policy.COMMON_POLICY, "id") || each.is(Policy.COMMON_POLICY, "domain"));
    }

    private void add(Element element) {
        switch (element.name()) {
            case "one" ->
                element.attribute("id")
                        .map(String::strip)
                        .flatMap(Aor::tryParse)
                        .ifPresent(ones::add);
            case "id" -> Aor.tryParse(element.text().strip()).ifPresent(ones::add);
            case "many" -> many(element);
            case "domain" ->
                group(
                        Optional.of(element.attribute("domain").orElseGet(element::text)),
                        new ExceptionsReader().exceptions());
            case "anonymous" -> matchesUnknown = true;
            default -> {} // unknown elements match no requester (RFC 4745 section 7.1.1)
        }
    }

    /** Reads a {@code many} element; an unknown child may be another exception. */
    private void many(Element element) {
        ExceptionsReader exceptions = new ExceptionsReader();
        for (Element each : element.children()) {
            if (each.is(Policy.COMMON_POLICY, "except")) {
                exceptions.add(each);
            } else {
                exceptions.unreadable = true;
            }
        }
        group(element.attribute("domain"), exceptions.exceptions());
    }

    private void group(Optional<String> text, Exceptions exceptions) {
        Optional<String> domain = text.flatMap(ConditionsReader::domain);
        if (domain.isPresent() == text.isPresent()) {
            groups.add(new ManyIdentity(domain, exceptions));
        }
    }

    private static final class ExceptionsReader {

        private static final Set<String> SCHEMES = Set.of("sip", "sips", "pres", "tel");

        private final Set<Aor> identities = new HashSet<>();
        private final Set<String> domains = new HashSet<>();
        private final Set<String> users = new HashSet<>();
        private boolean unreadable;

        Exceptions exceptions() {
            return new Exceptions(identities, domains, users, unreadable);
        }

        void add(Element except) {
            Optional<String> domain = except.attribute("domain");
            Optional<String> id = except.attribute("id").or(() -> except.attribute("entity"));
            if (domain.isEmpty() && id.isEmpty()) {
                id = Optional.of(except.text());
            }
            domain.ifPresent(this::domain);
            id.ifPresent(each -> identity(each.strip()));
        }

        private void domain(String text) {
            Optional<String> domain = ConditionsReader.domain(text);
            domain.ifPresent(domains::add);
            unreadable |= domain.isEmpty();
        }

        private void identity(String text) {
            int colon = text.indexOf(':');
            if (text.isEmpty()) {
                unreadable = true;
            } else if (colon < 0 && text.indexOf('@') < 0) {
                users.add(text);
            } else if (colon < 0) {
                address("sip:" + text);
            } else if (SCHEMES.contains(text.substring(0, colon).toLowerCase(Locale.ROOT))) {
                address(text);
            } // otherwise no requester can have an identity of this kind
        }

        private void address(String text) {
            Optional<Aor> address = Aor.tryParse(text);
            address.ifPresent(identities::add);
            unreadable |= address.isEmpty();
        }
    }
}
