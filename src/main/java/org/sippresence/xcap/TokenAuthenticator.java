package org.sippresence.xcap;

import java.util.List;
import java.util.Objects;
import org.sippresence.authentication.BearerToken;
import org.sippresence.authentication.BearerToken.Presented;

/**
 * Knows whoever has the admin token (RFC 6750 section 2.1), and asks others about everybody else. Beside their challenges there is
 * none for the token, which its holder sends unasked: old clients read the first challenge only, or the last. Thread-safe.
 */
public final class TokenAuthenticator implements XcapAuthenticator {

    private static final String CHALLENGE = "Bearer realm=\"presence\"";

    private final BearerToken token;
    private final XcapAuthenticator others;

    /**
     * Knows the administrator, and whom the others know.
     *
     * @param token of the administration
     * @param others asked about requests that carry no bearer token
     */
    public TokenAuthenticator(String token, XcapAuthenticator others) {
        this.token = new BearerToken(token);
        this.others = Objects.requireNonNull(others, "others");
    }

    /** Nobody but the administrator is known. */
    public TokenAuthenticator(String token) {
        this(token, request -> new Answer.Unknown(List.of()));
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
