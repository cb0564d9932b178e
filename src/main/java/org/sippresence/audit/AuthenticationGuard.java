package org.sippresence.audit;

import java.net.InetAddress;
import java.time.Clock;
import java.util.Objects;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.authentication.FailedAttempts;
import org.sippresence.authentication.FailedAttempts.EntryPoint;
import org.sippresence.settings.Settings;

/**
 * What an entry point asks before it checks credentials, and tells when it has refused a request. Thread-safe; never blocks.
 *
 * @param attempts slows down sources that fail
 * @param audit records refused authentications
 */
public record AuthenticationGuard(FailedAttempts attempts, AuditLog audit) {

    public AuthenticationGuard {
        Objects.requireNonNull(attempts, "attempts");
        Objects.requireNonNull(audit, "audit");
    }

    /**
     * Opens the audit log, which the caller closes.
     *
     * @throws org.sippresence.settings.SettingsException if its file cannot be written
     */
    public static AuthenticationGuard of(Settings settings, Clock clock) {
        return new AuthenticationGuard(
                new FailedAttempts(settings.maxAuthFailures(), settings.trustedPeers()::contains),
                AuditLog.open(settings.audit(), clock));
    }

    /** Whether the credentials of a request from this source may be checked. */
    public boolean admits(InetAddress source, EntryPoint entry) {
        return attempts.admits(source, entry);
    }

    /** Seconds after which credentials of this source are checked again, at least 1: the value of Retry-After. */
    public long retryAfter(InetAddress source, EntryPoint entry) {
        return attempts.timeToNext(source, entry).toSeconds() + 1;
    }

    /** Counts and records a refused request. */
    public void refused(RefusedAuthentication refusal) {
        if (refusal.reason() == Reason.WRONG_CREDENTIALS) {
            attempts.failed(refusal.source(), refusal.entry());
        }
        audit.record(refusal);
    }
}
