package org.sippresence.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.authentication.CredentialsReader.Parameter;
import org.sippresence.authentication.DigestResponse.Qop;
import org.sippresence.settings.DigestSettings.Algorithm;

final class CredentialsTest {

    private static final String LEAST = "username=\"u\", realm=\"r\", nonce=\"n\", uri=\"/\", response=\"F0\"";

    private static Credentials read(String header) {
        return Credentials.parse(header).orElseThrow();
    }

    @Test
    void theExampleOfTheRfcIsRead() {
        Credentials credentials = read("""
                Digest username="Mufasa",
                 realm="http-auth@example.org",
                 uri="/dir/index.html",
                 algorithm=MD5,
                 nonce="7ypf/xlj9XXwfDPEoM4URrv",
                 nc=00000001,
                 cnonce="f2/wE4q74E6zIJEtWaHKaf5wv",
                 qop=auth,
                 response="8ca523f5e9506fed4657c9700eebdbec",
                 opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
                """);
        assertThat(credentials.username()).isEqualTo("Mufasa");
        assertThat(credentials.algorithm()).contains(Algorithm.MD5);
        assertThat(credentials.number()).isEqualTo(1);
        assertThat(credentials.isProtected(false)).isTrue();
    }

    @Test
    void namesAndHexadecimalDigitsHaveNoCaseAndQuotedCharactersStandForThemselves() {
        Credentials credentials =
                read("dIGEST USERNAME=\"o\\\"neil\\\\,=\" ,realm = \"r\",nonce=\"n\",uri=\"/\",Response=\"F0\"");
        assertThat(credentials.parameters())
                .isEqualTo(Map.of(
                        Parameter.USERNAME, "o\"neil\\,=",
                        Parameter.REALM, "r",
                        Parameter.NONCE, "n",
                        Parameter.URI, "/",
                        Parameter.RESPONSE, "F0"));
        assertThat(credentials.response()).isEqualTo("f0");
    }

    @Test
    void withoutAlgorithmItIsMd5AndAnUnknownOneIsNone() {
        assertThat(read("Digest " + LEAST).algorithm()).contains(Algorithm.MD5);
        assertThat(read("Digest " + LEAST + ", algorithm=\"sha-256\"").algorithm())
                .contains(Algorithm.SHA_256);
        assertThat(read("Digest " + LEAST + ", algorithm=MD5-sess").algorithm()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", qop=auth",
                ", qop=auth-int, nc=00000001, cnonce=\"c\"",
                ", qop=auth, nc=1, cnonce=\"c\"",
                ", qop=auth, nc=0000000g, cnonce=\"c\"",
                ", qop=auth, nc=00000001, cnonce=\"\"",
                ", qop=auth, nc=00000001"
            })
    void withoutCountAndClientNonceItIsNotProtected(String more) {
        assertThat(read("Digest " + LEAST + more).isProtected(false)).isFalse();
    }

    @Test
    void theProtectionOfTheBodyIsTakenWhereItIsOffered() {
        Credentials credentials = read("Digest " + LEAST + ", qop=auth-int, nc=00000001, cnonce=\"c\"");
        assertThat(credentials.isProtected(true)).isTrue();
        assertThat(credentials.use().qop()).isEqualTo(Qop.AUTH_INT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Digest",
                "Digest ",
                "Digest username=\"u\"",
                "Digest " + LEAST + ", username=\"v\"",
                "Digest " + LEAST + ", opaque=\"",
                "Digest " + LEAST + ", opaque=\"a\\",
                "Digest " + LEAST + " nc=1",
                "Digest " + LEAST + ", =1",
                "Digest " + LEAST + ", a b=1",
                "Digest " + LEAST + " x"
            })
    void whatHasAnotherFormIsNotRead(String header) {
        assertThat(Credentials.parse(header)).isEmpty();
    }

    @Test
    void noTextTakesLong() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "a=\\\", \t";
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 2000; i++) {
                StringBuilder header = new StringBuilder("Digest ");
                random.ints(4000, 0, letters.length()).forEach(at -> header.append(letters.charAt(at)));
                assertThat(Credentials.parse(header.toString()))
                        .as("seed " + seed)
                        .isEmpty();
            }
        });
        assertThat(Credentials.parse("Digest " + LEAST + ", opaque=\"" + "o".repeat(4096) + '"'))
                .isEmpty();
    }
}
