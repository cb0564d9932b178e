package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.sippresence.authentication.DigestAuthentication;
import org.sippresence.authentication.DigestClaim;
import org.sippresence.authentication.DigestDomains;
import org.sippresence.authentication.DigestOutcome;
import org.sippresence.authentication.DigestOutcome.Malformed;
import org.sippresence.authentication.DigestOutcome.Unverified;
import org.sippresence.authentication.DigestOutcome.Verified;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.model.Aor;
import org.sippresence.model.Rejection;
import org.sippresence.service.ResultListener;
import org.sippresence.sip.SipServices.Configuration;
import org.sippresence.sip.message.AssertedIdentity;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.Exchange;
import org.sippresence.sip.message.Exchange.Reply;
import org.sippresence.sip.message.Headers;
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

    private final Optional<DigestAuthentication> digest;
    private final Configuration configuration;

    /** @param digest empty if the From header is trusted */
    SipAuthentication(Optional<DigestAuthentication> digest, Configuration configuration) {
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
            Aor from = RequestReader.from(request);
            Sender sender = new Sender(exchange, from, Challenger.of(request), next);
            DigestDomains domains = domains(request, from);
            DigestClaim claim = new DigestClaim(
                    request.getMethod(),
                    Optional.empty(),
                    Headers.values(request, sender.challenger.credentials),
                    () -> body(request));
            CompletableFuture<Boolean> unused =
                    digest.get().verifyAsync(claim, domains).handle(sender::finish);
        }
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

    /** The sender of a request who authenticates by Digest. */
    private record Sender(Exchange exchange, Aor from, Challenger challenger, Consumer<RequestIdentity> next) {

        /** Continues or answers; returns whether the user is authenticated. */
        boolean finish(DigestOutcome outcome, Throwable failure) {
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                LOG.debug("from={} outcome=failed: {}", from, cause.toString());
                exchange.fail(ResultListener.status(cause));
            } else if (outcome instanceof Verified verified) {
                accept(verified);
            } else if (outcome instanceof Unverified unverified) {
                LOG.debug("from={} outcome=challenged reason={}", from, unverified.reason());
                Reply reply = exchange.response(challenger.status);
                unverified.challenges().forEach(each -> reply.with(challenger.challenge, each));
                exchange.answer(reply);
            } else {
                exchange.reject(Rejection.of(400, ((Malformed) outcome).reason()));
            }
            return outcome instanceof Verified;
        }

        private void accept(Verified verified) {
            Aor user = verified.user();
            if (!FromCheck.isAllowed(from, user)) {
                exchange.reject(Rejection.of(403, "From is not the authenticated user"));
                return;
            }
            verified.nextNonce()
                    .ifPresent(nonce -> exchange.addToSuccess(challenger.info, "nextnonce=\"" + nonce + '"'));
            next.accept(RequestIdentity.authenticated(FromCheck.isAnonymous(from) ? user : from));
        }
    }
}
