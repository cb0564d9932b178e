package org.sippresence.audit;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.authentication.DigestOutcome;
import org.sippresence.authentication.FailedAttempts.EntryPoint;

/**
 * A request whose sender was not accepted. A first request without credentials, which is answered with a challenge as the protocol
 * intends, is none, and neither is an expired nonce.
 *
 * <p>Long texts are cut.
 *
 * @param user whom the request claims to be from; empty if it says nothing
 * @param target the requested path or address
 * @param status the status code of the response
 * @param requestId an identification of the request such as Call-ID or X-Request-ID
 * @param authenticated whose credentials the request has; empty if they are not right
 */
public record RefusedAuthentication(
        EntryPoint entry,
        Reason reason,
        InetAddress source,
        String user,
        String target,
        int status,
        Optional<String> requestId,
        Optional<String> authenticated) {

    /** Why a request was refused. */
    public enum Reason {
        /** No credentials where the protocol has no challenge that asks for them first. */
        NO_CREDENTIALS,
        /** An unknown user or token, or a wrong password: which of them, nobody is told. */
        WRONG_CREDENTIALS,
        /** Credentials that cannot be read, or that are for another request. */
        MALFORMED,
        /** Right credentials that were received before, so that somebody may have recorded them. */
        REPLAYED,
        /** Right credentials of another user than the one whom the request claims to be from. */
        IDENTITY_MISMATCH,
        /** Not checked, because the source has failed too often. */
        TOO_MANY_FAILURES;

        /** The reason of a challenge; empty if it is the protocol's usual course. */
        public static Optional<Reason> of(DigestOutcome.Reason challenged) {
            return switch (challenged) {
                case NO_CREDENTIALS, STALE_NONCE -> Optional.empty();
                case REPLAYED -> Optional.of(REPLAYED);
                case WRONG_CREDENTIALS -> Optional.of(WRONG_CREDENTIALS);
            };
        }

        /** The name in metrics and in the audit log. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RefusedAuthentication {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(source, "source");
        user = bounded(user);
        target = bounded(target);
        requestId = requestId.map(RefusedAuthentication::bounded);
        authenticated = authenticated.map(RefusedAuthentication::bounded);
    }

    /** The beginning of a text that the client chose; the record may be kept for a minute. */
    private static String bounded(String text) {
        return text.length() <= AuditLine.LONGEST_VALUE ? text : text.substring(0, AuditLine.LONGEST_VALUE + 1);
    }

    /** A refusal of a request whose credentials are not right, or whose user does not matter. */
    public RefusedAuthentication(
            EntryPoint entry,
            Reason reason,
            InetAddress source,
            String user,
            String target,
            int status,
            Optional<String> requestId) {
        this(entry, reason, source, user, target, status, requestId, Optional.empty());
    }

    /** A refusal of a request without an identification. */
    public RefusedAuthentication(
            EntryPoint entry, Reason reason, InetAddress source, String user, String target, int status) {
        this(entry, reason, source, user, target, status, Optional.empty());
    }
}
