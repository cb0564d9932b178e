package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sippresence.audit.RefusedAuthentication;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.authentication.DigestClaim;
import org.sippresence.authentication.DigestDomains;
import org.sippresence.authentication.DigestOutcome;
import org.sippresence.authentication.DigestOutcome.Malformed;
import org.sippresence.authentication.DigestOutcome.Unverified;
import org.sippresence.authentication.DigestOutcome.Verified;
import org.sippresence.authentication.FailedAttempts.EntryPoint;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.model.Aor;
import org.sippresence.model.Rejection;
import org.sippresence.service.ResultListener;
import org.sippresence.settings.logging.FailureCause;
import org.sippresence.sip.SipServices.Configuration;
import org.sippresence.sip.message.AssertedIdentity;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.Exchange;
import org.sippresence.sip.message.Exchange.Reply;
import org.sippresence.sip.message.Headers;
import org.sippresence.sip.message.TrustDomain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Establishes the identity of requests before they are handled (RFC 3261 section 22). A trusted peer asserts it. With
 * {@code authentication=digest} all others authenticate as the user in their From, which may also be anonymous (RFC 3323).
 * Thread-safe.
 */
final class SipAuthentication {

    private static final Logger LOG = LoggerFactory.getLogger(SipAuthentication.class);
    private static final byte[] NO_BODY = {};

    private final Optional<SipServices.Digest> digest;
    private final Configuration configuration;

    /** @param digest empty if the From header is trusted */
    SipAuthentication(Optional<SipServices.Digest> digest, Configuration configuration) {
        this.digest = digest;
        this.configuration = configuration;
    }

    /** Who challenges a client, by which headers: a proxy or a user agent server. */
    private enum Challenger {
        PROXY(407, "Proxy-Authorization", "Proxy-Authenticate", "Proxy-Authentication-Info"),
        SERVER(401, "Authorization", "WWW-Authenticate", "Authentication-Info");

        private final int status;
        private final String credentials;
        private final String challenge;
        private final String info;

        Challenger(int status, String credentials, String challenge, String info) {
            this.status = status;
            this.credentials = credentials;
            this.challenge = challenge;
            this.info = info;
        }

        static Challenger of(SIPRequest request) {
            return request.getMethod().equals("MESSAGE") ? PROXY : SERVER;
        }
    }

    /**
     * Continues with the identity of a request, or answers it: 401 or 407 with challenges, 400 or 403. Does not block: if the
     * account must be read from the database, the request continues on another thread.
     *
     * @param next must not throw
     */
    void authenticate(Exchange exchange, Consumer<RequestIdentity> next) throws BadRequestException {
        SIPRequest request = exchange.request();
        if (digest.isEmpty() || configuration.trustDomain().isSourceOf(request)) {
            next.accept(withoutCredentials(request, configuration));
        } else {
            try {
                Aor from = RequestReader.from(request);
                verify(new Sender(exchange, from, Challenger.of(request), next), domains(request, from));
            } catch (BadRequestException e) {
                exchange.rejectStatelessly(e.rejection());
            }
        }
    }

    private void verify(Sender sender, DigestDomains domains) {
        SIPRequest request = sender.exchange.request();
        DigestClaim claim =
                new DigestClaim(request.getMethod(), Optional.empty(), sender.credentials(), () -> body(request));
        CompletableFuture<Void> unused = digest.orElseThrow()
                .authentication()
                .verifyAsync(claim, domains, () -> isAdmitted(request))
                .thenAccept(outcome -> finish(sender, outcome))
                .exceptionally(failure -> fail(sender, failure));
    }

    /**
     * The identity of a request whose credentials are not read. From a trusted peer it is the user whose identity the peer
     * asserts, who then acts for itself only; without such an assertion the peer itself acts, named by From. From everybody else
     * it is the unverified From.
     */
    static RequestIdentity withoutCredentials(SIPRequest request, Configuration configuration)
            throws BadRequestException {
        if (!configuration.trustDomain().isSourceOf(request)) {
            return RequestIdentity.claimed(RequestReader.from(request));
        }
        Optional<Aor> asserted = AssertedIdentity.of(request);
        return asserted.isPresent()
                ? RequestIdentity.authenticated(asserted.get())
                : RequestIdentity.ofTrustedPeer(RequestReader.from(request));
    }

    private boolean isAdmitted(SIPRequest request) {
        return TrustDomain.source(request)
                .map(source -> digest.orElseThrow().guard().admits(source, EntryPoint.SIP))
                .orElse(true);
    }

    private static byte[] body(SIPRequest request) {
        byte[] content = request.getRawContent();
        return content == null ? NO_BODY : content;
    }

    /**
     * The domains whose users may authenticate: the one of the From. An anonymous user may be of any domain; the first challenge
     * is for the addressed one.
     */
    private DigestDomains domains(SIPRequest request, Aor from) throws BadRequestException {
        if (!FromCheck.isAnonymous(from)) {
            if (from.domain().isEmpty() || !configuration.sip().isOurs(from.domain())) {
                throw new BadRequestException(403, "From is not a user of this server");
            }
            return DigestDomains.only(from.domain());
        }
        Aor addressed = request.getToTag() == null
                ? RequestReader.aor(request.getRequestURI().toString(), "Request-URI")
                : RequestReader.aor(request.getTo().getAddress().getURI().toString(), "To");
        if (!configuration.sip().isOurs(addressed.domain())) {
            throw RequestReader.notOurs();
        }
        return new DigestDomains(addressed.domain(), configuration.sip().domains());
    }

    /** A request whose sender authenticates by Digest. */
    private record Sender(Exchange exchange, Aor from, Challenger challenger, Consumer<RequestIdentity> next) {

        /** The values of all headers with credentials, also of those that the stack could not parse. */
        List<String> credentials() {
            List<String> parsed = Headers.values(exchange.request(), challenger.credentials);
            List<String> unparsed = Headers.unparsed(exchange.request(), challenger.credentials);
            return unparsed.isEmpty()
                    ? parsed
                    : Stream.concat(parsed.stream(), unparsed.stream()).toList();
        }

        /** Does not keep the response: nothing that a client without a password sends must take memory. */
        void answer(Reply reply) {
            exchange.answerStatelessly(reply);
        }

        void challenge(Unverified unverified) {
            Reply reply = exchange.response(challenger.status);
            unverified.challenges().forEach(each -> reply.with(challenger.challenge, each));
            answer(reply);
        }
    }

    private static Void fail(Sender sender, Throwable failure) {
        Throwable cause = FailureCause.of(failure);
        if (cause instanceof UncheckedIOException) {
            LOG.debug("from={} outcome=failed: {}", sender.from, cause.toString());
        } else {
            LOG.error(
                    "a {} could not be authenticated", sender.exchange.request().getMethod(), cause);
        }
        sender.exchange.fail(cause instanceof UncheckedIOException ? ResultListener.status(cause) : 500);
        return null;
    }

    private void finish(Sender sender, DigestOutcome outcome) {
        if (outcome instanceof Verified verified) {
            accept(sender, verified);
        } else if (outcome instanceof Unverified unverified) {
            LOG.debug("from={} outcome=challenged reason={}", sender.from, unverified.reason());
            Reason.of(unverified.reason()).ifPresent(reason -> record(sender, reason, sender.challenger.status));
            sender.challenge(unverified);
        } else if (outcome instanceof Malformed malformed) {
            record(sender, Reason.MALFORMED, 400);
            sender.exchange.rejectStatelessly(Rejection.of(400, malformed.reason()));
        } else {
            record(sender, Reason.TOO_MANY_FAILURES, 503);
            long seconds = TrustDomain.source(sender.exchange.request())
                    .map(source -> digest.orElseThrow().guard().retryAfter(source, EntryPoint.SIP))
                    .orElse(1L);
            sender.answer(sender.exchange.response(503).with("Retry-After", Long.toString(seconds)));
        }
    }

    private void record(Sender sender, Reason reason, int status) {
        record(sender, reason, status, Optional.empty());
    }

    /** @param user whose credentials are right; empty if they are not */
    private void record(Sender sender, Reason reason, int status, Optional<Aor> user) {
        SIPRequest request = sender.exchange.request();
        TrustDomain.source(request)
                .ifPresent(source -> digest.orElseThrow()
                        .guard()
                        .refused(new RefusedAuthentication(
                                EntryPoint.SIP,
                                reason,
                                source,
                                sender.from.uri(),
                                request.getMethod() + ' ' + request.getRequestURI(),
                                status,
                                Optional.of(request.getCallId().getCallId()),
                                user.map(Aor::uri))));
    }

    private void accept(Sender sender, Verified verified) {
        Aor user = verified.user();
        if (!FromCheck.isAllowed(sender.from, user)) {
            record(sender, Reason.IDENTITY_MISMATCH, 403, Optional.of(user));
            sender.exchange.reject(Rejection.of(403, "From is not the authenticated user"));
            return;
        }
        Challenger challenger = sender.challenger;
        verified.nextNonce()
                .ifPresent(nonce -> sender.exchange.addToSuccess(challenger.info, "nextnonce=\"" + nonce + '"'));
        sender.next.accept(RequestIdentity.authenticated(FromCheck.isAnonymous(sender.from) ? user : sender.from));
    }
}
