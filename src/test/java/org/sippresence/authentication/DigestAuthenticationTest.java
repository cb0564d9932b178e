package org.sippresence.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.account.Account;
import org.sippresence.account.Accounts;
import org.sippresence.account.Ha1;
import org.sippresence.account.MemoryAccountStore;
import org.sippresence.authentication.DigestOutcome.Malformed;
import org.sippresence.authentication.DigestOutcome.Reason;
import org.sippresence.authentication.DigestOutcome.Throttled;
import org.sippresence.authentication.DigestOutcome.Unverified;
import org.sippresence.authentication.DigestOutcome.Verified;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.Settings;
import org.sippresence.testkit.DigestAnswer;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;

final class DigestAuthenticationTest {

    private static final Aor SMITH = Aor.parse("sip:smith@example.org");
    private static final Verified SMITH_IS_VERIFIED = new Verified(SMITH, Optional.empty());
    private static final DigestDomains DOMAIN = DigestDomains.only("example.org");
    private static final String PATH = "/xcap/pres-rules/users/sip:smith@example.org/index";
    private static final String PASSWORD = "pass:word \u00e9";

    private final MutableClock clock = new MutableClock(Fixtures.NOON);
    private Accounts accounts;
    private DigestAuthentication digest;

    @BeforeEach
    void smithHasAnAccount() {
        with(Settings.of(Map.of()).digest());
    }

    private void with(DigestSettings settings) {
        accounts = new Accounts(new MemoryAccountStore(10), settings);
        accounts.savePassword(SMITH, PASSWORD);
        digest = new DigestAuthentication(accounts, settings, clock);
    }

    private DigestOutcome verify(String authorization) {
        return verify(DOMAIN, authorization);
    }

    private DigestOutcome verify(DigestDomains domains, String authorization) {
        return digest.verify(
                new DigestClaim("GET", Optional.of(PATH), Optional.of(authorization)), domains, () -> true);
    }

    private List<String> challenges() {
        return challenges(DOMAIN);
    }

    private List<String> challenges(DigestDomains domains) {
        return challenges(
                digest.verify(new DigestClaim("GET", Optional.of(PATH), Optional.empty()), domains, () -> true));
    }

    private static List<String> challenges(DigestOutcome outcome) {
        return ((Unverified) outcome).challenges();
    }

    /** The right answer to the first challenge. */
    private String right() {
        return answer("smith", PASSWORD).header("GET", PATH, 1);
    }

    private DigestAnswer answer(String username, String password) {
        return new DigestAnswer(challenges().get(0), username, password, "0a4f113b");
    }

    private static boolean isStale(DigestOutcome outcome) {
        return challenges(outcome).get(0).contains("stale=true");
    }

    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void theTestsCalculateAsTheRfcDoes(String algorithm, String response) {
        // RFC 7616 section 3.9.1
        String challenge = "Digest realm=\"http-auth@example.org\", algorithm=" + algorithm
                + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\"";
        DigestAnswer mufasa =
                new DigestAnswer(challenge, "Mufasa", "Circle of Life", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
        assertThat(mufasa.header("GET", "/dir/index.html", 1)).contains("response=\"" + response + '"');
    }

    @Test
    void whoSaysNothingIsAskedInEachAlgorithmTheOneThatEverybodyKnowsFirst() {
        assertThat(challenges()).hasSize(2);
        assertThat(challenges().get(0))
                .startsWith("Digest realm=\"example.org\", qop=\"auth\", algorithm=MD5, nonce=\"")
                .doesNotContain("stale");
        assertThat(challenges().get(1)).contains("algorithm=SHA-256");
    }

    @Test
    void theOrderIsTheOneOfTheSettings() {
        with(Settings.of(Map.of("digest_algorithms", "sha-256-first")).digest());
        assertThat(challenges().get(0)).contains("algorithm=SHA-256");
        assertThat(challenges().get(1)).contains("algorithm=MD5");
        with(Settings.of(Map.of("digest_algorithms", "md5")).digest());
        assertThat(challenges()).singleElement().asString().contains("algorithm=MD5");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theRightAnswerToEitherChallengeCounts(int which) {
        DigestAnswer answer = new DigestAnswer(challenges().get(which), "smith", PASSWORD, "0a4f113b");
        assertThat(verify(answer.header("GET", PATH, 1))).isEqualTo(SMITH_IS_VERIFIED);
        assertThat(verify(answer.header("GET", PATH, 2))).isEqualTo(SMITH_IS_VERIFIED);
    }

    @Test
    void theDomainMayStandInTheUsername() {
        assertThat(verify(answer("smith@Example.org", PASSWORD).header("GET", PATH, 1)))
                .isInstanceOf(Unverified.class); // the hash is of the name as it is stored
        assertThat(verify(answer("smith@example.org", PASSWORD).header("GET", PATH, 1)))
                .isEqualTo(SMITH_IS_VERIFIED);
        assertThat(verify(answer("smith@example.net", PASSWORD).header("GET", PATH, 1)))
                .isInstanceOf(Unverified.class);
    }

    @ParameterizedTest
    @CsvSource({"smith, wrong", "nobody, pass", "smith:x, pass", "'', pass", "a b, pass", "smith, ''"})
    void unknownUsersAndWrongPasswordsGetTheSameAnswer(String username, String password) {
        DigestOutcome outcome = verify(answer(username, password).header("GET", PATH, 1));
        assertThat(challenges(outcome).stream().map(each -> each.replaceAll("nonce=\"[^\"]*\"", "")))
                .isEqualTo(challenges().stream()
                        .map(each -> each.replaceAll("nonce=\"[^\"]*\"", ""))
                        .toList());
    }

    @Test
    void theSameAnswerCountsOnceAndTheClientIsToldToTakeAnotherNonce() {
        String header = right();
        assertThat(verify(header)).isInstanceOf(Verified.class);
        assertThat(isStale(verify(header))).isTrue();
        assertThat(reason(verify(header))).isEqualTo(Reason.REPLAYED);
        clock.advance(Duration.ofMinutes(5));
        assertThat(reason(verify(header))).isEqualTo(Reason.STALE_NONCE);
    }

    private static Reason reason(DigestOutcome outcome) {
        return ((Unverified) outcome).reason();
    }

    @Test
    void aNonceThatExpiredOrIsOfAnotherServerIsStaleWithoutALookAtTheAccount() {
        DigestAnswer right = answer("smith", PASSWORD);
        clock.advance(Duration.ofMinutes(5));
        accounts.remove(SMITH);
        assertThat(isStale(verify(right.header("GET", PATH, 1)))).isTrue();
        String foreign = new DigestAnswer(
                        right.challenge().replaceAll("nonce=\"[^\"]*", "nonce=\"abc"), "smith", PASSWORD, "c")
                .header("GET", PATH, 1);
        assertThat(isStale(verify(foreign))).isTrue();
        assertThat(isStale(verify(answer("smith", "guess").header("GET", PATH, 1))))
                .isFalse();
    }

    @Test
    void aNonceThatWillSoonExpireIsFollowedByTheNextOne() {
        DigestAnswer smith = answer("smith", PASSWORD);
        clock.advance(Duration.ofMinutes(2));
        assertThat(verify(smith.header("GET", PATH, 1))).isEqualTo(SMITH_IS_VERIFIED);
        clock.advance(Duration.ofMinutes(1));
        Verified verified = (Verified) verify(smith.header("GET", PATH, 2));
        DigestAnswer next = new DigestAnswer(
                smith.challenge()
                        .replace(smith.parameter("nonce"), verified.nextNonce().orElseThrow()),
                "smith",
                PASSWORD,
                "c");
        clock.advance(Duration.ofMinutes(2));
        assertThat(isStale(verify(smith.header("GET", PATH, 3)))).isTrue();
        assertThat(verify(next.header("GET", PATH, 1))).isEqualTo(SMITH_IS_VERIFIED);
    }

    @Test
    void aNonceIsOfTheUserWhoUsedItFirst() {
        Aor jones = Aor.parse("sip:jones@example.org");
        accounts.savePassword(jones, PASSWORD);
        DigestAnswer smith = answer("smith", PASSWORD);
        DigestAnswer other = new DigestAnswer(smith.challenge(), "jones", PASSWORD, "c");
        assertThat(verify(other.header("GET", PATH, 1))).isEqualTo(new Verified(jones, Optional.empty()));
        assertThat(isStale(verify(smith.header("GET", PATH, 2)))).isTrue();
        assertThat(reason(verify(smith.header("GET", PATH, 2)))).isEqualTo(Reason.REPLAYED);
        assertThat(verify(other.header("GET", PATH, 2))).isInstanceOf(Verified.class);
    }

    @Test
    void aSourceThatIsNotAdmittedIsCheckedWithANonceThatItHasUsedOnly() {
        DigestAnswer smith = answer("smith", PASSWORD);
        assertThat(digest.verify(claim(smith, 1), DOMAIN, () -> false)).isInstanceOf(Throttled.class);
        assertThat(digest.verify(claim(smith, 1), DOMAIN, () -> true)).isEqualTo(SMITH_IS_VERIFIED);
        assertThat(digest.verify(claim(smith, 2), DOMAIN, () -> false)).isEqualTo(SMITH_IS_VERIFIED);
        DigestAnswer other = new DigestAnswer(smith.challenge(), "jones", PASSWORD, "c");
        assertThat(digest.verify(claim(other, 3), DOMAIN, () -> false)).isInstanceOf(Throttled.class);
    }

    private static DigestClaim claim(DigestAnswer answer, int number) {
        return new DigestClaim("GET", Optional.of(PATH), Optional.of(answer.header("GET", PATH, number)));
    }

    @Test
    void ofSeveralHeadersTheOneForThisServerCounts() {
        DigestAnswer smith = answer("smith", PASSWORD);
        String other = smith.header("GET", PATH, 1).replace("realm=\"example.org\"", "realm=\"proxy\"");
        String unknown = smith.header("GET", PATH, 1).replace("algorithm=MD5", "algorithm=SHA-512-256");
        DigestClaim claim = new DigestClaim(
                "GET",
                Optional.of(PATH),
                List.of("Basic c21pdGg6c2VjcmV0", "Digest broken", other, unknown, smith.header("GET", PATH, 1)),
                () -> new byte[0]);
        assertThat(digest.verify(claim, DOMAIN, () -> true)).isEqualTo(SMITH_IS_VERIFIED);
    }

    @Test
    void theDigestIsForThisMethodAndThisUri() {
        assertThat(verify(answer("smith", PASSWORD).header("PUT", PATH, 1))).isInstanceOf(Unverified.class);
        assertThat(verify(answer("smith", PASSWORD).header("GET", PATH + "/x", 1)))
                .isInstanceOf(Malformed.class);
        assertThat(verify(answer("smith", PASSWORD).header("GET", "http://example.org:8080" + PATH, 1)))
                .isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/x?xmlns(cp=urn:ietf:a),/x?xmlns%28cp=urn%3Aietf%3Aa%29,true",
        "/x?xmlns(cp=urn%3aietf:a),/x?xmlns%28cp=urn%3Aietf%3Aa%29,true",
        "/x?a%26b,/x?a&b,false",
        "/x?a%3Db,/x?a=b,false",
        "/x?a%252Fb,/x?a%2Fb,false",
        "/x?a%3db,/x?a%3Db,true",
        "/x(a,/x%28a,true",
        "/x/~~/a/b[@c=\"d\"],/x/~~/a/b%5b@c=%22d%22%5D,true",
        "/x/~~/a/b%5B@c=%22d%22%5d,/x/~~/a/b[@c=\"d\"],true",
        "/x/~~/a/b[@c=\"d\"]/@e,/x/~~/a/b%5B%40c%3D%22d%22%5D/%40e,true",
        "/x/sip:a@b,/x/sip%3Aa%40b,true",
        "/x/b[@c=\"d\"],/x/b[@c=\"e\"],false",
        "/x%2Fa?b,/x/a?b,false",
        "/x%3Fb,/x?b,false",
        "/x%23b,/x#b,false",
        "/x%2541,/x%41,false",
        "/x%2541,/xA,false",
        "/%2e%2e/x,/../x,false",
        "/x%3ba,/x;a,false",
        "/x%5Ca,/x\\a,false",
        "/x%3b,/x%3B,true",
        "/x?a,/x?b,false"
    })
    void escapesThatMeanNothingMayDiffer(String signed, String sent, boolean same) {
        String header = answer("smith", PASSWORD).header("GET", signed, 1);
        DigestOutcome outcome =
                digest.verify(new DigestClaim("GET", Optional.of(sent), Optional.of(header)), DOMAIN, () -> true);
        assertThat(outcome).isInstanceOf(same ? Verified.class : Malformed.class);
    }

    @Test
    void quotesInANodeSelectorNeedNotBeEscapedInTheHeader() {
        String element = "/x/~~/a/b[@c=\"d\"]/@e";
        String header = answer("smith", PASSWORD).header("GET", element, 1).replace("\\\"", "\"");
        assertThat(header).contains("uri=\"/x/~~/a/b[@c=\"d\"]/@e\", ");
        String sent = "/x/~~/a/b%5B@c=%22d%22%5D/@e";
        DigestClaim claim = new DigestClaim("GET", Optional.of(sent), Optional.of(header));
        assertThat(digest.verify(claim, DOMAIN, () -> true)).isEqualTo(SMITH_IS_VERIFIED);
    }

    @Test
    void whereProxiesMayChangeTheUriItIsNotCompared() {
        String header = answer("smith", PASSWORD).header("REGISTER", "sip:example.org", 1);
        DigestClaim claim = new DigestClaim("REGISTER", Optional.empty(), Optional.of(header));
        assertThat(digest.verify(claim, DOMAIN, () -> true)).isEqualTo(SMITH_IS_VERIFIED);
    }

    @Test
    void anotherSchemeProvesNothingAndABrokenDigestIsSaid() {
        assertThat(verify("Basic c21pdGg6c2VjcmV0")).isInstanceOf(Unverified.class);
        assertThat(verify("Digest username=\"smith\"")).isInstanceOf(Malformed.class);
    }

    @Test
    void withoutProtectionOrInAnotherRealmItDoesNotCount() {
        String header = right();
        assertThat(verify(header.replace("qop=auth, ", ""))).isInstanceOf(Unverified.class);
        assertThat(verify(header.replace("realm=\"example.org\"", "realm=\"example.net\"")))
                .isInstanceOf(Unverified.class);
        assertThat(verify(header.replace("algorithm=MD5", "algorithm=SHA-512-256")))
                .isInstanceOf(Unverified.class);
    }

    @Test
    void onlyWhatIsOfferedCounts() {
        with(new DigestSettings(Optional.of("one for all"), Duration.ofMinutes(5), List.of(Algorithm.SHA_256)));
        assertThat(challenges()).hasSize(1).allMatch(each -> each.startsWith("Digest realm=\"one for all\", "));
        assertThat(verify(right())).isInstanceOf(Verified.class);
        String md5 = challenges().get(0).replace("SHA-256", "MD5");
        assertThat(verify(new DigestAnswer(md5, "smith", PASSWORD, "c").header("GET", PATH, 1)))
                .isInstanceOf(Unverified.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoHasNoHashOfAnAlgorithmCannotUseIt(int which) {
        Ha1 known = accounts.find(SMITH).orElseThrow().plain();
        Ha1 one = which == 0 ? new Ha1(known.md5(), "") : new Ha1("", known.sha256());
        accounts.save(new Account(SMITH, one, Ha1.UNKNOWN));
        DigestAnswer missing = new DigestAnswer(challenges().get(1 - which), "smith", PASSWORD, "c");
        assertThat(reason(verify(missing.header("GET", PATH, 1)))).isEqualTo(Reason.WRONG_CREDENTIALS);
        DigestAnswer right = new DigestAnswer(challenges().get(which), "smith", PASSWORD, "c");
        assertThat(verify(right.header("GET", PATH, 1))).isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @CsvSource({"'example.net,example.org'", "''"})
    void usersOfEachDomainProveThemselvesInTheirOwnRealm(String accepted) {
        Set<String> ours = accepted.isEmpty() ? Set.of() : Set.of(accepted.split(","));
        DigestDomains domains = new DigestDomains("example.net", ours);
        List<String> first = challenges(domains);
        assertThat(first).allMatch(each -> each.startsWith("Digest realm=\"example.net\""));
        String inOwnRealm = right();
        assertThat(verify(domains, inOwnRealm)).isEqualTo(SMITH_IS_VERIFIED);

        DigestAnswer inWrongRealm = new DigestAnswer(first.get(0), "smith@example.org", PASSWORD, "c");
        List<String> second = challenges(verify(domains, inWrongRealm.header("GET", PATH, 1)));
        assertThat(second)
                .as("asked again in the realm of the domain that the username names")
                .allMatch(each -> each.startsWith("Digest realm=\"example.org\""));
        DigestAnswer right = new DigestAnswer(second.get(0), "smith@example.org", PASSWORD, "c");
        assertThat(verify(domains, right.header("GET", PATH, 1))).isEqualTo(SMITH_IS_VERIFIED);
    }

    @Test
    void aRealmThatIsNoneOfOursProvesNothing() {
        DigestDomains domains = new DigestDomains("example.net", Set.of("example.net", "example.com"));
        String ofAnother = right();
        assertThat(challenges(verify(domains, ofAnother)))
                .allMatch(each -> each.startsWith("Digest realm=\"example.net\""));
        String strange = ofAnother.replace("username=\"smith\"", "username=\"smith@a\\\"b\"");
        assertThat(challenges(verify(new DigestDomains("example.net", Set.of()), strange)))
                .allMatch(each -> each.startsWith("Digest realm=\"example.net\""));
    }

    @Test
    void inOneRealmForAllTheUsersOfAllDomainsAreTried() {
        with(new DigestSettings(Optional.of("one for all"), Duration.ofMinutes(5), List.of(Algorithm.MD5)));
        DigestDomains domains = new DigestDomains("example.net", Set.of("example.net", "example.org"));
        DigestAnswer smith = new DigestAnswer(challenges(domains).get(0), "smith", PASSWORD, "c");
        assertThat(verify(domains, smith.header("GET", PATH, 1))).isEqualTo(SMITH_IS_VERIFIED);
        DigestAnswer wrong = new DigestAnswer(smith.challenge(), "smith", "guess", "c");
        assertThat(verify(domains, wrong.header("GET", PATH, 1))).isInstanceOf(Unverified.class);
    }

    @Test
    void inOneRealmForManyDomainsARequestReadsAFewAccountsOnlyAndAUserOfEachDomainMayNameIt() {
        with(new DigestSettings(Optional.of("one for all"), Duration.ofMinutes(5), List.of(Algorithm.MD5)));
        Set<String> many = IntStream.range(0, 1_000)
                .mapToObj(i -> "d" + i + ".example.com")
                .collect(Collectors.toSet());
        many.add("example.org");
        DigestDomains domains = new DigestDomains("d7.example.com", many);
        DigestAnswer guess = new DigestAnswer(challenges(domains).get(0), "jones", "guess", "c");
        assertThat(verify(domains, guess.header("GET", PATH, 1))).isInstanceOf(Unverified.class);
        assertThat(accounts.counts().loads()).isEqualTo(10);
        DigestAnswer smith = new DigestAnswer(guess.challenge(), "smith@example.org", PASSWORD, "c");
        assertThat(verify(domains, smith.header("GET", PATH, 1))).isEqualTo(SMITH_IS_VERIFIED);
        Aor jones = Aor.parse("sip:jones@d7.example.com");
        accounts.savePassword(jones, PASSWORD);
        DigestAnswer ofTheAddressedDomain = new DigestAnswer(challenges(domains).get(0), "jones", PASSWORD, "c");
        assertThat(verify(domains, ofTheAddressedDomain.header("GET", PATH, 1)))
                .isEqualTo(new Verified(jones, Optional.empty()));
    }

    @Test
    void inOneRealmAUsedNonceAdmitsNobodyElseOfTheSameName() {
        with(new DigestSettings(Optional.of("one for all"), Duration.ofMinutes(5), List.of(Algorithm.MD5)));
        DigestDomains domains = new DigestDomains("example.net", Set.of("example.net", "example.org"));
        accounts.savePassword(Aor.parse("sip:smith@example.net"), "another");
        DigestAnswer smith = new DigestAnswer(challenges(domains).get(0), "smith", PASSWORD, "c");
        assertThat(digest.verify(claim(smith, 1), domains, () -> true)).isEqualTo(SMITH_IS_VERIFIED);
        DigestAnswer guess = new DigestAnswer(smith.challenge(), "smith", "another", "c");
        assertThat(isStale(digest.verify(claim(guess, 2), domains, () -> true))).isTrue();
        assertThat(isStale(digest.verify(claim(guess, 3), domains, () -> false)))
                .as("nobody is told that the password is right")
                .isFalse();
    }

    @Test
    void usersOfTheSameNameInOneRealmAreDistinguishedByTheirPasswords() {
        with(new DigestSettings(Optional.of("one for all"), Duration.ofMinutes(5), List.of(Algorithm.MD5)));
        Aor namesake = Aor.parse("sip:smith@example.net");
        accounts.savePassword(namesake, "the other password");
        String smith = right();
        assertThat(user(verify(new DigestDomains("example.net", Set.of("example.net", "example.org")), smith)))
                .isEqualTo(SMITH);
        assertThat(verify(
                        DigestDomains.only("example.net"),
                        answer("smith", PASSWORD).header("GET", PATH, 1)))
                .as("only users of the other domain are accepted")
                .isInstanceOf(Unverified.class);
        String other = answer("smith", "the other password").header("GET", PATH, 1);
        assertThat(verify(DOMAIN, other)).isInstanceOf(Unverified.class);
        assertThat(user(verify(DigestDomains.only("example.net"), other))).isEqualTo(namesake);
    }

    @Test
    void aDomainMayHaveARealmOfItsOwn() {
        with(Settings.of(Map.of("realm", "one for all", "realm@example.org", "Org", "realm@example.com", "Org"))
                .digest());
        Aor namesake = Aor.parse("sip:smith@example.net");
        accounts.savePassword(namesake, PASSWORD);
        DigestDomains all = new DigestDomains("example.net", Set.of("example.net", "example.org", "example.com"));
        assertThat(challenges(all)).allMatch(each -> each.startsWith("Digest realm=\"one for all\", "));
        DigestAnswer inCommonRealm = new DigestAnswer(challenges(all).get(0), "smith", PASSWORD, "c");
        assertThat(user(verify(all, inCommonRealm.header("GET", PATH, 1)))).isEqualTo(namesake);
        assertThat(challenges()).allMatch(each -> each.startsWith("Digest realm=\"Org\", "));
        assertThat(user(verify(all, right()))).isEqualTo(SMITH);
        assertThat(verify(DigestDomains.only("example.net"), right())).isInstanceOf(Unverified.class);
    }

    private static Aor user(DigestOutcome outcome) {
        return ((Verified) outcome).user();
    }
}
