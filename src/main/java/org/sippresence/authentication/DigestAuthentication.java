package org.sippresence.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.sippresence.account.Account;
import org.sippresence.account.Accounts;
import org.sippresence.account.Ha1;
import org.sippresence.authentication.DigestOutcome.Malformed;
import org.sippresence.authentication.DigestOutcome.Reason;
import org.sippresence.authentication.DigestOutcome.Throttled;
import org.sippresence.authentication.DigestOutcome.Unverified;
import org.sippresence.authentication.DigestOutcome.Verified;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.logging.FailureCause;

/**
 * Authenticates requests by Digest (RFC 7616). Each response is accepted once: nonces expire, and the counts used with a nonce
 * are remembered. The checks are made in the order of their cost: form, realm, algorithm and nonce need no account. Thread-safe.
 */
public final class DigestAuthentication {

    /** Characters permitted in a realm without escaping. */
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9.:\\[\\]-]{1,255}");

    /** Domains of one realm whose users are tried if the username names no domain. */
    private static final int MAX_CANDIDATES = 10;

    private final Accounts accounts;
    private final DigestSettings settings;
    private final Nonces nonces;

    public DigestAuthentication(Accounts accounts, DigestSettings settings, Clock clock) {
        this.accounts = Objects.requireNonNull(accounts, "accounts");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.nonces = new Nonces(clock, settings.nonceLifetime(), NonceCounts.capacityOfThisHeap());
    }

    /**
     * Credentials of the right form for this server.
     *
     * @param domains of the users that they may be of
     */
    private record Presented(Credentials credentials, Algorithm algorithm, List<String> domains) {

        /** The addresses that the username may stand for; empty ones are unknown users. */
        List<Optional<Aor>> users() {
            return domains.stream()
                    .map(domain -> user(credentials.username(), domain))
                    .toList();
        }

        /** Those of the users who have authenticated with the nonce before. */
        List<Optional<Aor>> users(Nonces nonces, Nonce nonce) {
            return users().stream()
                    .filter(each ->
                            each.filter(user -> nonces.isUsedBy(nonce, user)).isPresent())
                    .toList();
        }
    }

    /** As {@link #verifyAsync}, but blocks while an account is read; its failure is thrown. */
    public DigestOutcome verify(DigestClaim claim, DigestDomains domains, BooleanSupplier admits) {
        try {
            return verifyAsync(claim, domains, admits).join();
        } catch (CompletionException e) {
            throw FailureCause.of(e) instanceof RuntimeException failure ? failure : e;
        }
    }

    /**
     * Authenticates a request. Candidates are the users of the domain whose realm the client names, or else of the
     * domain in the username, so that every user can authenticate even if the first challenge was for users of another
     * domain. Of several headers the first one with a realm and an algorithm of this server counts. The future fails if an
     * account cannot be read; it is complete at once if no account has to be read from the database.
     *
     * @param admits whether the password of a client that has not authenticated with its nonce before may be checked
     */
    public CompletableFuture<DigestOutcome> verifyAsync(
            DigestClaim claim, DigestDomains domains, BooleanSupplier admits) {
        List<Credentials> all = new ArrayList<>(1);
        boolean isMalformed = false;
        for (String header : claim.authorization()) {
            if (Credentials.isDigest(header)) {
                Optional<Credentials> read = Credentials.parse(header);
                read.ifPresent(all::add);
                isMalformed |= read.isEmpty();
            }
        }
        Optional<Presented> fitting = fitting(all, domains);
        if (fitting.isPresent()) {
            return verify(fitting.get(), claim, admits);
        }
        if (isMalformed) {
            return completed(new Malformed("the credentials cannot be read"));
        }
        String realm = all.isEmpty() ? settings.realmOf(domains.asked()) : realmOfChallenge(all.get(0), domains);
        return completed(challenge(realm, Reason.NO_CREDENTIALS));
    }

    private static CompletableFuture<DigestOutcome> completed(DigestOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    private Optional<Presented> fitting(List<Credentials> all, DigestDomains domains) {
        for (Credentials each : all) {
            Optional<Algorithm> algorithm = each.algorithm().filter(settings.algorithms()::contains);
            if (algorithm.isPresent() && each.isProtected(settings.integrity())) {
                List<String> candidates = candidates(each, domains);
                if (!candidates.isEmpty()) {
                    return Optional.of(new Presented(each, algorithm.get(), candidates));
                }
            }
        }
        return Optional.empty();
    }

    private CompletableFuture<DigestOutcome> verify(Presented presented, DigestClaim claim, BooleanSupplier admits) {
        Credentials credentials = presented.credentials;
        String realm = credentials.realm();
        if (claim.target().isPresent()
                && !DigestUri.isFor(credentials.uri(), claim.target().get())) {
            return completed(new Malformed("the digest is for another URI")); // RFC 7616 section 3.4.6
        }
        Optional<Nonce> nonce = nonces.read(credentials.nonce(), realm);
        if (nonce.isEmpty()) {
            return completed(challenge(realm, Reason.STALE_NONCE));
        }
        List<Optional<Aor>> users = admits.getAsBoolean() ? presented.users() : presented.users(nonces, nonce.get());
        if (users.isEmpty()) {
            return completed(new Throttled());
        }
        List<CompletableFuture<Optional<Account>>> loads =
                users.stream().map(this::load).toList();
        return CompletableFuture.allOf(loads.toArray(CompletableFuture[]::new)).thenApply(done -> {
            for (int i = 0; i < users.size(); i++) {
                if (isCorrect(presented, claim, loads.get(i).join())) {
                    return accept(credentials, nonce.get(), users.get(i).orElseThrow());
                }
            }
            return challenge(realm, Reason.WRONG_CREDENTIALS);
        });
    }

    private CompletableFuture<Optional<Account>> load(Optional<Aor> user) {
        return user.map(accounts::load).orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private DigestOutcome accept(Credentials credentials, Nonce nonce, Aor user) {
        String realm = credentials.realm();
        if (!nonces.use(nonce, user, credentials.number())) {
            return challenge(realm, nonces.isStored(nonce) ? Reason.REPLAYED : Reason.STALE_NONCE);
        }
        return new Verified(user, nonces.expiresSoon(nonce) ? Optional.of(nonces.create(realm)) : Optional.empty());
    }

    /** The number of nonces whose use is stored until they expire. */
    public long storedNonces() {
        return nonces.size();
    }

    /**
     * The domains that the client may mean: those with its realm; if the username names a domain, that one only. An account is read
     * for each of them, so their number is bounded.
     */
    private List<String> candidates(Credentials credentials, DigestDomains domains) {
        List<String> known = credentials
                .domain()
                .map(List::of)
                .orElseGet(() -> settings.realms().domainsOf(credentials.realm(), domains.all()));
        return known.stream()
                .filter(domains::accept)
                .filter(domain -> settings.realmOf(domain).equals(credentials.realm()))
                .limit(MAX_CANDIDATES)
                .toList();
    }

    private String realmOfChallenge(Credentials credentials, DigestDomains domains) {
        return settings.realmOf(credentials
                .domain()
                .filter(domain -> DOMAIN.matcher(domain).matches())
                .filter(domains::accept)
                .orElse(domains.asked()));
    }

    /** The address that a username stands for; a domain in it is the given one. */
    private static Optional<Aor> user(String username, String domain) {
        int at = username.lastIndexOf('@');
        String user = at < 0 ? username : username.substring(0, at);
        return Aor.tryParse("sip:" + user + '@' + domain)
                .filter(aor -> aor.user().equals(user));
    }

    /** Takes the same code path and time whether the user is known or not. */
    private static boolean isCorrect(Presented presented, DigestClaim claim, Optional<Account> account) {
        Credentials credentials = presented.credentials;
        Optional<String> ha1 = account.map(found -> hashes(found, credentials.username()))
                .flatMap(hashes -> hashes.by(presented.algorithm));
        String expected = DigestResponse.compute(
                presented.algorithm,
                ha1.orElse("nobody"),
                credentials.use(),
                credentials.request(presented.algorithm, claim));
        boolean equal = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                credentials.response().getBytes(StandardCharsets.UTF_8));
        return equal && ha1.isPresent();
    }

    private static Ha1 hashes(Account account, String username) {
        return username.indexOf('@') < 0 ? account.plain() : account.qualified();
    }

    private Unverified challenge(String realm, Reason reason) {
        String nonce = nonces.create(realm);
        String qop = settings.integrity() ? "auth,auth-int" : "auth";
        String stale = reason == Reason.STALE_NONCE || reason == Reason.REPLAYED ? ", stale=true" : "";
        List<String> challenges = new ArrayList<>(settings.algorithms().size());
        for (Algorithm algorithm : settings.algorithms()) {
            challenges.add("Digest realm=\"" + realm + "\", qop=\"" + qop + "\", algorithm=" + algorithm.token()
                    + ", nonce=\"" + nonce + '"' + stale + ", charset=UTF-8");
        }
        return new Unverified(challenges, reason);
    }
}
