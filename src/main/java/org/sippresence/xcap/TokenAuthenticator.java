package org.sippresence.xcap;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.access.AccessTokens;
import org.sippresence.access.Caller;
import org.sippresence.audit.RefusedAuthentication.Reason;

/**
 * Authenticates administrators by access tokens (RFC 6750 section 2.1) and delegates all other requests. It adds no challenge for
 * the token, which its holder sends unasked: old clients read only the first or the last challenge. Thread-safe.
 */
public final class TokenAuthenticator implements XcapAuthenticator {

    private static final String CHALLENGE = "Bearer realm=\"presence\"";

    /** The challenge of a token that does not permit the request (RFC 6750 section 3.1). */
    static final String INSUFFICIENT = CHALLENGE + ", error=\"insufficient_scope\"";

    private final AccessTokens tokens;
    private final XcapAuthenticator others;

    /**
     * Creates an authenticator that delegates requests without bearer token.
     *
     * @param others authenticates requests that carry no bearer token
     */
    public TokenAuthenticator(AccessTokens tokens, XcapAuthenticator others) {
        this.tokens = Objects.requireNonNull(tokens, "tokens");
        this.others = Objects.requireNonNull(others, "others");
    }

    @Override
    public Answer identify(Request request) {
        Optional<Caller> caller = tokens.identify(request.authorization());
        if (!request.admitted() && !caller.equals(Optional.of(Caller.NOBODY))) {
            return new Answer.Unchecked();
        }
        if (caller.isEmpty()) {
            return new Answer.Unknown(
                    List.of(CHALLENGE + ", error=\"invalid_token\""), Optional.of(Reason.WRONG_CREDENTIALS));
        }
        if (!caller.get().equals(Caller.NOBODY)) {
            return new Answer.Known(caller.get());
        }
        Answer answer = others.identify(request);
        boolean unasked =
                answer instanceof Answer.Unknown unknown && unknown.challenges().isEmpty();
        return unasked ? new Answer.Unknown(List.of(CHALLENGE)) : answer;
    }
}
