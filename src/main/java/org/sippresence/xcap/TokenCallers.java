package org.sippresence.xcap;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Knows whoever has the admin token (RFC 6750 section 2.1), and asks others about everybody else. Thread-safe. */
public final class TokenCallers implements Callers {

    private static final String SCHEME = "bearer ";
    private static final String CHALLENGE = "Bearer realm=\"presence\"";

    private final byte[] token;
    private final Callers others;

    /**
     * Knows the administrator, and whom the others know.
     *
     * @param token of the administration
     * @param others asked about requests that carry no bearer token
     */
    public TokenCallers(String token, Callers others) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.others = Objects.requireNonNull(others, "others");
    }

    /** Nobody but the administrator is known. */
    public TokenCallers(String token) {
        this(token, request -> new Answer.Unknown(List.of()));
    }

    @Override
    public Answer identify(Request request) {
        String header = request.authorization().orElse("");
        if (header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return isToken(header.substring(SCHEME.length()).strip())
                    ? new Answer.Known(new Caller.Admin())
                    : new Answer.Unknown(List.of(CHALLENGE + ", error=\"invalid_token\""));
        }
        Answer answer = others.identify(request);
        if (answer instanceof Answer.Unknown unknown) {
            List<String> challenges = new ArrayList<>(unknown.challenges());
            challenges.add(CHALLENGE);
            return new Answer.Unknown(challenges);
        }
        return answer;
    }

    /** In a time that does not depend on where the two differ. */
    private boolean isToken(String presented) {
        return MessageDigest.isEqual(token, presented.getBytes(StandardCharsets.UTF_8));
    }
}
