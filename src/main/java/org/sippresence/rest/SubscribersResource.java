package org.sippresence.rest;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.sippresence.access.Operation;
import org.sippresence.account.Account;
import org.sippresence.account.Accounts;
import org.sippresence.account.Ha1;
import org.sippresence.model.Aor;
import org.sippresence.model.Characters;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.SipSettings;

/** The SIP accounts. Passwords and hashes can be set but are never returned. */
@Path("/api/v1/subscribers/{aor: .+}")
@Produces(MediaType.APPLICATION_JSON)
public final class SubscribersResource {

    private static final int LONGEST_PASSWORD = 255;

    private final Accounts accounts;
    private final SipSettings sip;

    @Context
    private SecurityContext security;

    SubscribersResource(Accounts accounts, SipSettings sip) {
        this.accounts = accounts;
        this.sip = sip;
    }

    /**
     * An account without its secrets.
     *
     * @param realm for which the hashes must have been computed
     * @param algorithms with which it can authenticate
     */
    record SubscriberRepresentation(String uri, String username, String domain, String realm, List<String> algorithms) {

        static SubscriberRepresentation from(Account subscriber, String realm) {
            return new SubscriberRepresentation(
                    subscriber.aor().uri(),
                    subscriber.aor().user(),
                    subscriber.aor().domain(),
                    realm,
                    subscriber.algorithms().stream().map(Algorithm::token).toList());
        }
    }

    /**
     * The body of PUT for an account: either the password, or hashes computed from it elsewhere, as in the columns of the
     * table. Absent members are null.
     */
    record SubscriberRequest(String password, String ha1, String ha1b, String ha1Sha256, String ha1bSha256) {

        /** Omits all members, because all are secret. */
        @Override
        public String toString() {
            return "SubscriberRequest[***]";
        }
    }

    @GET
    @Requires(Operation.READ_ACCOUNTS)
    public SubscriberRepresentation subscriber(@PathParam("aor") String uri) {
        Aor aor = Access.of(security).require(address(uri));
        return accounts.find(aor)
                .map(found -> SubscriberRepresentation.from(found, accounts.realm(found.aor())))
                .orElseThrow(() -> ProblemException.notFound("there is no subscriber " + aor));
    }

    /** Creates an account, or sets the password of an existing one. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Operation.WRITE_ACCOUNTS)
    public void save(@PathParam("aor") String uri, SubscriberRequest body) {
        Aor aor = Parameters.ours(Access.of(security).require(address(uri)), sip);
        requireWritable();
        SubscriberRequest request = Parameters.present(body);
        boolean room = request.password() == null
                ? accounts.save(withHashes(aor, request))
                : accounts.savePassword(aor, password(request));
        if (!room) {
            throw ProblemException.unavailable("there is no room for another subscriber without a database");
        }
    }

    @DELETE
    @Requires(Operation.WRITE_ACCOUNTS)
    public void remove(@PathParam("aor") String uri) {
        Aor aor = Access.of(security).require(address(uri));
        requireWritable();
        if (!accounts.remove(aor)) {
            throw ProblemException.notFound("there is no subscriber " + aor);
        }
    }

    private void requireWritable() {
        if (!accounts.areWritable()) {
            throw ProblemException.conflict(
                    "the accounts are in a table of another server (subscriber_db_url); change them there");
        }
    }

    private static Aor address(String uri) {
        try {
            Aor aor = Account.canonical(Parameters.path(uri));
            if (aor.uri().length() <= Parameters.LONGEST_ADDRESS) {
                return aor;
            }
        } catch (IllegalArgumentException e) {
            // rejected below
        }
        throw ProblemException.badRequest("the URI in the path is no SIP URI with a user");
    }

    private static String password(SubscriberRequest request) {
        if (hashes(request).anyMatch(Objects::nonNull)) {
            throw ProblemException.badRequest("a password and hashes exclude each other");
        }
        String password = request.password();
        if (password.isEmpty() || password.length() > LONGEST_PASSWORD || Characters.hasControl(password)) {
            throw ProblemException.badRequest(
                    "the password must have 1 to " + LONGEST_PASSWORD + " characters and no controls");
        }
        return password;
    }

    private static Stream<String> hashes(SubscriberRequest request) {
        return Stream.of(request.ha1(), request.ha1b(), request.ha1Sha256(), request.ha1bSha256());
    }

    private static Account withHashes(Aor aor, SubscriberRequest request) {
        if (hashes(request).allMatch(hash -> hash == null || hash.isEmpty())) {
            throw ProblemException.badRequest("neither a password nor a hash");
        }
        return Parameters.parse(
                () -> new Account(
                        aor,
                        new Ha1(known(request.ha1()), known(request.ha1Sha256())),
                        new Ha1(known(request.ha1b()), known(request.ha1bSha256()))),
                "an MD5 hash has 32 hexadecimal digits, one of SHA-256 has 64");
    }

    private static String known(String hash) {
        return hash == null ? "" : hash;
    }
}
