package org.sippresence.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/** The one token that a door of ours opens to (RFC 6750 section 2.1). Thread-safe. */
public final class BearerToken {

    private static final String SCHEME = "bearer ";

    private final byte[] token;

    public BearerToken(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** What an Authorization header has of it. */
    public enum Presented {
        /** No bearer token. */
        NONE,
        /** Another one. */
        WRONG,
        RIGHT
    }

    /** Looks at the value of an Authorization header, in a time that does not depend on where a wrong token differs. */
    public Presented in(Optional<String> authorization) {
        String value = authorization.orElse("");
        if (!value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Presented.NONE;
        }
        byte[] presented = value.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(token, presented) ? Presented.RIGHT : Presented.WRONG;
    }
}
