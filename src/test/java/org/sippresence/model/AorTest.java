package org.sippresence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AorTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        // RFC 3261 section 19.1.4: equal, or unequal only in what an address of record drops
        "sip:%61lice@atlanta.com;transport=TCP, sip:alice@atlanta.com",
        "sip:alice@AtLanTa.CoM;Transport=tcp, sip:alice@atlanta.com",
        "sip:carol@chicago.com;newparam=5, sip:carol@chicago.com",
        "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com, sip:biloxi.com",
        "sip:alice@atlanta.com?subject=project%20x&priority=urgent, sip:alice@atlanta.com",
        "sip:ALICE@AtLanTa.CoM;Transport=udp, sip:ALICE@atlanta.com",
        "sip:bob@biloxi.com:5060, sip:bob@biloxi.com",
        "sip:bob@biloxi.com:6000;transport=tcp, sip:bob@biloxi.com",
        // RFC 3261 section 19.1.3
        "sip:alice:secretword@atlanta.com;transport=tcp, sip:alice@atlanta.com",
        "sips:1212@gateway.com, sips:1212@gateway.com",
        "sip:alice@192.0.2.4, sip:alice@192.0.2.4",
        "sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com, sip:atlanta.com",
        "sip:alice;day=tuesday@atlanta.com, sip:alice;day=tuesday@atlanta.com",
        "sip:+1-212-555-1212:1234@gateway.com;user=phone, sip:+1-212-555-1212@gateway.com",
        // schemes, escapes, IPv6
        "SIP:alice@atlanta.com, sip:alice@atlanta.com",
        "pres:alice@Example.org, sip:alice@example.org",
        "sip:alice%2ebob@example.org, sip:alice.bob@example.org",
        "sip:a%40b@example.org, sip:a%40b@example.org",
        "sip:a%20b@example.org, sip:a%20b@example.org",
        "sip:j%c3%b6rg@example.org, sip:j%C3%B6rg@example.org",
        "sip:%00@example.org, sip:%00@example.org",
        "sip:alice@[2001:DB8::1]:5080, sip:alice@[2001:db8::1]",
        "sip:[2001:db8::1], sip:[2001:db8::1]",
        // RFC 5954 section 4.2, RFC 5952
        "sip:alice@[2001:0DB8:0:0:0:0:0:1], sip:alice@[2001:db8::1]",
        "sip:alice@[2001:db8:0:0:1:0:0:1]:5060, sip:alice@[2001:db8::1:0:0:1]",
        "sip:alice@[0:0:0:0:0:0:0:0], sip:alice@[::]",
        "sip:alice@[2001:db8:0:1:1:1:1:1], sip:alice@[2001:db8:0:1:1:1:1:1]",
        "sip:alice@[::ffff:192.0.2.1], sip:alice@[::ffff:c000:201]",
        "sip:alice@[64:ff9b::192.0.2.33], sip:alice@[64:ff9b::c000:221]",
        // a host name with the dot of the root, what is not escaped though it must be
        "sip:alice@Example.org., sip:alice@example.org",
        "sip:alice@example.org.:5060, sip:alice@example.org",
        "sip:#21@example.org, sip:%2321@example.org",
        "sip:a[b]|c@example.org, sip:a%5Bb%5D%7Cc@example.org",
        "sip:j\u00f6rg@example.org, sip:j%C3%B6rg@example.org",
        "sip:%2b1555@example.org, sip:%2B1555@example.org",
        "sip:alice@example.org;maddr=a@b, sip:alice@example.org",
        "tel:+1-555-(123).4567, tel:+15551234567",
        "TEL:+15551234;phone-context=x, tel:+15551234",
        "tel:7042;Phone-Context=+1-555, tel:7042;phone-context=+1555",
        "tel:7042;phone-context=My-Domain.example;ext=1-2, tel:7042;ext=12;phone-context=my-domain.example",
    })
    void isReadInItsCanonicalForm(String text, String canonical) {
        assertThat(Aor.parse(text).uri()).isEqualTo(canonical);
        assertThat(Aor.parse(canonical)).as("canonical is stable").isEqualTo(Aor.parse(text));
    }

    @Test
    void addressesThatDifferInCaseOfTheUserOrInTheSchemeAreDifferent() {
        assertThat(Aor.parse("sip:ALICE@atlanta.com")).isNotEqualTo(Aor.parse("sip:alice@atlanta.com"));
        assertThat(Aor.parse("sips:alice@atlanta.com")).isNotEqualTo(Aor.parse("sip:alice@atlanta.com"));
        assertThat(Aor.parse("sip:bob@biloxi.com")).isNotEqualTo(Aor.parse("sip:bob@192.0.2.4"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                ":",
                "sip:",
                "sip:@",
                "sip:alice@",
                "sip:@example.org",
                "sip::secret@example.org",
                "sip:alice@:5060",
                "sip:alice@;x=y",
                "sip:alice@[2001:db8::1",
                "sip:alice@[]",
                "sip:alice@[1::2::3]",
                "sip:alice@[12345::1]",
                "sip:alice@[fe80::1%eth0]",
                "sip:alice@.",
                "sip:alice@example.org..",
                "tel:1;phone-context=<x>",
                "sip:alice@exa mple.org",
                "sip:al ice@example.org",
                "sip:alice@example.org>",
                "sip:<alice@example.org",
                "sip:ali\"ce@example.org",
                "sip:alice\r\n@example.org",
                "sip:alice@example.org\r\nVia",
                "sip:alice@evil.example@example.org",
                "sip:alice%@example.org",
                "sip:alice%4@example.org",
                "sip:alice%zz@example.org",
                "sip:alice%-1@example.org",
                "sip:alice%+1@example.org",
                "sip:alice@ex%61mple.org",
                "http://example.org",
                "mailto:alice@example.org",
                "tel:",
                "tel:alice",
                "tel:+1 555 x",
            })
    void isRefusedWhenItIsNoAddress(String text) {
        assertThatThrownBy(() -> Aor.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsItsParts() {
        Aor alice = Aor.parse("sip:alice@Example.org:5060");
        assertThat(alice.user()).isEqualTo("alice");
        assertThat(alice.domain()).isEqualTo("example.org");
        assertThat(alice).hasToString("sip:alice@example.org");
        Aor host = Aor.parse("sips:example.org");
        assertThat(host.user()).isEmpty();
        assertThat(host.domain()).isEqualTo("example.org");
        Aor number = Aor.parse("tel:+1555");
        assertThat(number.user()).isEqualTo("+1555");
        assertThat(number.domain()).isEmpty();
    }

    @Test
    void areOrderedByTheirText() {
        assertThat(Aor.parse("sip:a@example.org")).isLessThan(Aor.parse("sip:b@example.org"));
    }

    @Test
    void hostileInputGivesAnAddressThatReadsBackOrIsRefused() {
        long seed = 3261;
        Random random = new Random(seed);
        String alphabet = "sip:sips:tel:pres:@@[]%;?<>\"\r\n\0 .-+aZ0\u00e9\u0664\ud83d";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "sip:" : "");
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String input = text.toString();
            Aor aor;
            try {
                aor = Aor.parse(input);
            } catch (IllegalArgumentException e) {
                continue;
            }
            assertThat(Aor.parse(aor.uri())).as("seed %d input %s", seed, input).isEqualTo(aor);
            assertThat(aor.uri()).as("seed %d input %s", seed, input).doesNotContainPattern("[\\s<>\"\\x00]");
        }
    }

    /** Spells addresses in ways that RFC 3261 section 19.1.4 and RFC 5954 section 4.2 call equal. */
    @Test
    void everySpellingOfAnAddressIsTheSameAddress() {
        long seed = 5954;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String user = random.ints(1 + random.nextInt(6), 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            int[] groups = random.ints(8, 0, 3)
                    .map(g -> g == 2 ? random.nextInt(0x10000) : 0)
                    .toArray();
            String plain = spelled(groups, random, false);
            Aor expected = Aor.parse("sip:" + user + "@[" + plain + "]");
            String other = "SIP:" + escaped(user, random) + "@[" + spelled(groups, random, true) + "]:5060;x=y";
            assertThat(Aor.parse(other)).as("seed %d, %s", seed, other).isEqualTo(expected);
        }
    }

    private static String escaped(String user, Random random) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < user.length(); i++) {
            String hex = Integer.toHexString(user.charAt(i));
            String escape = "%" + (random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT));
            out.append(random.nextBoolean() ? escape : user.substring(i, i + 1));
        }
        return out.toString();
    }

    private static String spelled(int[] groups, Random random, boolean padded) {
        StringBuilder out = new StringBuilder();
        for (int group : groups) {
            String hex = padded && random.nextBoolean() ? String.format("%04X", group) : Integer.toHexString(group);
            out.append(out.length() == 0 ? "" : ":").append(hex);
        }
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@example.org, sips:bob@example.org, true",
        "sips:bob@example.org, sips:bob@example.org, true",
        "sip:bob@example.org, sip:Bob@example.org, false",
        "sip:bob@example.org, sip:bob@example.net, false",
        "sip:bob@example.org, tel:+15551234, false",
        "tel:+15551234, tel:+15551234, true",
        "sip:+15551234@example.org, tel:+15551234, false",
    })
    void theSameUserIsReachedBySipAndBySips(String one, String other, boolean same) {
        assertThat(Aor.parse(one).isSameUser(Aor.parse(other))).isEqualTo(same);
        assertThat(Aor.parse(other).isSameUser(Aor.parse(one))).isEqualTo(same);
    }
}
