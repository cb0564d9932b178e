package org.sippresence.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.access.Caller.TokenHolder;
import org.sippresence.model.Aor;

/** The mechanism of the table; each of its cells is tested against a server by PermissionsIT. */
final class AccessPolicyTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final Aor BOB = Aor.parse("sip:bob@example.org");
    private static final Aor NINA = Aor.parse("sip:nina@example.net");

    private static TokenHolder token(Role role, String domain) {
        return new TokenHolder("1", role, Optional.ofNullable(domain));
    }

    @Test
    void aUserActsForItselfAndAPeerForEverybody() {
        Caller alice = new Caller.User(ALICE);
        assertThat(AccessPolicy.allows(alice, Operation.PUBLISH, ALICE)).isTrue();
        assertThat(AccessPolicy.allows(alice, Operation.PUBLISH, BOB)).isFalse();
        assertThat(AccessPolicy.allows(alice, Operation.WATCH, BOB)).isTrue();
        assertThat(AccessPolicy.allows(new Caller.TrustedPeer(), Operation.PUBLISH, BOB))
                .isTrue();
        assertThat(AccessPolicy.allows(Caller.NOBODY, Operation.WATCH, BOB)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aRoleIncludesTheOnesBeforeIt(Operation operation) {
        boolean allowed = false;
        for (Role role : Role.values()) {
            boolean now = AccessPolicy.allows(token(role, null), operation, Target.SERVER);
            assertThat(now || !allowed).as(role.label()).isTrue();
            allowed = now;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTokenWithADomainIsNeverMoreThanOneWithout(Operation operation) {
        for (Role role : Role.values()) {
            for (Aor user : new Aor[] {ALICE, NINA}) {
                boolean limited = AccessPolicy.allows(token(role, "example.org"), operation, user);
                assertThat(limited && !AccessPolicy.allows(token(role, null), operation, user))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "READ_PRESENTITIES, true, false",
        "READ_GLOBAL_DOCUMENTS, true, true",
        "READ_METRICS, false, false",
        "RUN_MAINTENANCE, false, false",
    })
    void aDomainLimitsATokenToItsTargets(Operation operation, boolean own, boolean other) {
        TokenHolder admin = token(Role.ADMIN, "example.org");
        assertThat(AccessPolicy.allows(admin, operation, ALICE)).isEqualTo(own);
        assertThat(AccessPolicy.allows(admin, operation, new Target.Domain("example.org")))
                .isEqualTo(own);
        assertThat(AccessPolicy.allows(admin, operation, NINA)).isEqualTo(other);
        assertThat(AccessPolicy.allows(admin, operation, Aor.parse("sip:a@sub.example.org")))
                .isEqualTo(other);
        assertThat(AccessPolicy.allows(admin, operation, Target.SERVER)).isEqualTo(other);
        assertThat(AccessPolicy.allowsAny(admin, operation)).isEqualTo(own);
    }

    @Test
    void aTelephoneNumberBelongsToNoDomain() {
        Aor number = Aor.parse("tel:+15551234");
        assertThat(AccessPolicy.allows(token(Role.READ, "example.org"), Operation.READ_PRESENTITIES, number))
                .isFalse();
        assertThat(AccessPolicy.allows(token(Role.READ, null), Operation.READ_PRESENTITIES, number))
                .isTrue();
    }

    @Test
    void theDocumentShowsTheTable() throws IOException {
        List<String> shown = Files.readAllLines(Path.of("docs/security.md")).stream()
                .dropWhile(line -> !line.equals("<!-- AccessPolicy -->"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("|---"))
                .map(line -> Stream.of(line.split("\\|", -1))
                        .map(String::strip)
                        .skip(1)
                        .limit(9)
                        .collect(Collectors.joining(" ")))
                .toList();
        assertThat(shown)
                .containsExactlyElementsOf(AccessPolicy.TABLE
                        .lines()
                        .map(line -> line.replaceAll(" +", " "))
                        .toList());
    }

    @Test
    void theLeastRoleIsTheScopeThatAClientLacks() {
        assertThat(AccessPolicy.leastRole(Operation.READ_METRICS)).contains(Role.READ);
        assertThat(AccessPolicy.leastRole(Operation.WRITE_CONTACTS)).contains(Role.WRITE);
        assertThat(AccessPolicy.leastRole(Operation.WRITE_ACCOUNTS)).contains(Role.ADMIN);
        assertThat(AccessPolicy.leastRole(Operation.PUBLISH)).isEmpty();
    }
}
