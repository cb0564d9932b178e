package org.sippresence.bootstrap;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.access.Caller;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.authentication.DigestAuthentication;
import org.sippresence.authentication.DigestClaim;
import org.sippresence.authentication.DigestDomains;
import org.sippresence.authentication.DigestOutcome;
import org.sippresence.authentication.DigestOutcome.Malformed;
import org.sippresence.authentication.DigestOutcome.Throttled;
import org.sippresence.authentication.DigestOutcome.Unverified;
import org.sippresence.authentication.DigestOutcome.Verified;
import org.sippresence.model.Aor;
import org.sippresence.settings.SipSettings;
import org.sippresence.xcap.XcapAuthenticator;
import org.sippresence.xcap.XcapAuthenticator.Answer.Known;
import org.sippresence.xcap.XcapAuthenticator.Answer.Unchecked;
import org.sippresence.xcap.XcapAuthenticator.Answer.Unknown;

/**
 * Authenticates SIP users who request XCAP resources by HTTP Digest (RFC 4825 section 14). Access to a user's tree requires a
 * user of its domain. Global trees are open to the users of all our domains: the challenge is for the domain that the client
 * names in the header Host or X-3GPP-Intended-Identity, otherwise for the first domain in the settings.
 */
final class DigestAuthenticator implements XcapAuthenticator {

    /** A domain that cannot exist (RFC 2606). */
    private static final String NOBODYS_DOMAIN = "invalid";

    private final DigestAuthentication digest;
    private final SipSettings sip;

    DigestAuthenticator(DigestAuthentication digest, SipSettings sip) {
        this.digest = Objects.requireNonNull(digest, "digest");
        this.sip = Objects.requireNonNull(sip, "sip");
    }

    @Override
    public Answer identify(Request request) {
        DigestDomains domains = domains(request);
        DigestOutcome outcome = digest.verify(
                new DigestClaim(request.method(), Optional.of(request.uri()), request.authorization()),
                domains,
                request::admitted);
        if (outcome instanceof Verified verified) {
            return new Known(new Caller.User(verified.user()));
        }
        if (outcome instanceof Throttled) {
            return new Unchecked();
        }
        if (outcome instanceof Malformed) { // the challenge shows the correct form
            outcome = digest.verify(
                    new DigestClaim(request.method(), Optional.empty(), Optional.empty()), domains, request::admitted);
            return new Unknown(((Unverified) outcome).challenges(), Optional.of(Reason.MALFORMED));
        }
        Unverified unverified = (Unverified) outcome;
        return new Unknown(unverified.challenges(), Reason.of(unverified.reason()));
    }

    private DigestDomains domains(Request request) {
        return request.owner()
                .map(Aor::domain)
                .filter(domain -> !domain.isEmpty())
                .map(DigestDomains::only)
                .orElseGet(() -> new DigestDomains(requestedDomain(request.hints()), sip.domains()));
    }

    private String requestedDomain(List<String> hints) {
        if (sip.domains().isEmpty()) {
            return hints.stream().findFirst().orElse(NOBODYS_DOMAIN);
        }
        return hints.stream()
                .flatMap(hint -> sip.domains().stream()
                        .filter(domain -> isPartOf(hint, domain))
                        .max(Comparator.comparing(String::length))
                        .stream())
                .findFirst()
                .orElseGet(() -> sip.domains().iterator().next());
    }

    /** Whether a host is the domain or a subdomain, such as xcap.example.org of example.org. */
    private static boolean isPartOf(String host, String domain) {
        return host.equals(domain) || host.endsWith('.' + domain);
    }
}
