package org.sippresence.bootstrap;

import java.util.Objects;
import java.util.Optional;
import org.sippresence.authentication.DigestAuthentication;
import org.sippresence.authentication.DigestClaim;
import org.sippresence.authentication.DigestOutcome;
import org.sippresence.authentication.DigestOutcome.Malformed;
import org.sippresence.authentication.DigestOutcome.Unverified;
import org.sippresence.authentication.DigestOutcome.Verified;
import org.sippresence.model.Aor;
import org.sippresence.settings.SipSettings;
import org.sippresence.xcap.Caller;
import org.sippresence.xcap.Callers;
import org.sippresence.xcap.Callers.Answer.Known;
import org.sippresence.xcap.Callers.Answer.Unknown;

/**
 * SIP users who ask for XCAP resources prove it by HTTP Digest (RFC 4825 section 14). The users of the tree's domain are asked;
 * for global trees those of our first domain, in the order of the alphabet.
 */
final class DigestCallers implements Callers {

    /** No domain (RFC 2606), so that only the administrator reads global trees. */
    private static final String NOBODYS_DOMAIN = "invalid";

    private final DigestAuthentication digest;
    private final SipSettings sip;

    DigestCallers(DigestAuthentication digest, SipSettings sip) {
        this.digest = Objects.requireNonNull(digest, "digest");
        this.sip = Objects.requireNonNull(sip, "sip");
    }

    @Override
    public Answer identify(Request request) {
        String domain = domain(request);
        DigestOutcome outcome = digest.verify(
                new DigestClaim(request.method(), Optional.of(request.uri()), request.authorization()), domain);
        if (outcome instanceof Verified verified) {
            return new Known(new Caller.User(verified.user()));
        }
        if (outcome instanceof Malformed) { // the challenge shows how it is done
            outcome = digest.verify(new DigestClaim(request.method(), Optional.empty(), Optional.empty()), domain);
        }
        return new Unknown(((Unverified) outcome).challenges());
    }

    private String domain(Request request) {
        return request.owner()
                .map(Aor::domain)
                .filter(domain -> !domain.isEmpty())
                .or(() -> sip.domains().stream().sorted().findFirst())
                .orElse(NOBODYS_DOMAIN);
    }
}
