package org.sippresence.xcap;

import java.util.List;
import java.util.Objects;
import org.sippresence.authentication.BearerToken;
import org.sippresence.authentication.BearerToken.Presented;

/**
 * Authenticates the administrator by the admin token (RFC 6750 section 2.1) and delegates all other requests. It adds no
 * challenge for the token, which its holder sends unasked: old clients read only the first or the last challenge.
 * Thread-safe.
 */
public final class TokenAuthenticator implements XcapAuthenticator {

    private static final String CHALLENGE = "Bearer realm=\"presence\"";

    private final BearerToken token;
    private final XcapAuthenticator others;

    /**
     * Creates an authenticator that delegates requests without bearer token.
     *
     * @param token the admin token
     * @param others authenticates requests that carry no bearer token
     */
    public TokenAuthenticator(String token, XcapAuthenticator others) {
        this.token = new BearerToken(token);
        this.others = Objects.requireNonNull(others, "others");
    }

    @Override
    public Answer identify(Request request) {
        Presented presented = token.in(request.authorization());
        if (presented != Presented.NONE) {
            return presented == Presented.RIGHT
                    ? new Answer.Known(new XcapClient.Admin())
                    : new Answer.Unknown(List.of(CHALLENGE + ", error=\"invalid_token\""));
        }
        Answer answer = others.identify(request);
        boolean unasked =
                answer instanceof Answer.Unknown unknown && unknown.challenges().isEmpty();
        return unasked ? new Answer.Unknown(List.of(CHALLENGE)) : answer;
    }
}
