package org.sippresence.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.authorization.AuthorizationFixtures.EVERYTHING;
import static org.sippresence.authorization.AuthorizationFixtures.permissions;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading transformations and combining them. */
final class PermissionsTest {

    /** The first example of RFC 5025 section 3.3.1.1. */
    @Test
    void setsAreUnited() {
        Permissions one = permissions("<pr:provide-devices><pr:deviceID>urn:uuid:f81d</pr:deviceID>"
                + "<pr:class>biz</pr:class></pr:provide-devices>");
        Permissions other = permissions(
                "<pr:provide-devices><pr:class>home</pr:class><pr:class>biz</pr:class></pr:provide-devices>");

        assertThat(Permissions.union(List.of(one, other)).devices().members())
                .containsExactlyInAnyOrder(
                        new Selector(Selector.Kind.CLASS, "home"),
                        new Selector(Selector.Kind.CLASS, "biz"),
                        new Selector(Selector.Kind.DEVICE_ID, "urn:uuid:f81d"));
    }

    @Test
    void allIsMoreThanAnyMember() {
        Permissions some = permissions("<pr:provide-services><pr:class>biz</pr:class></pr:provide-services>");
        Permissions all =
                permissions("<pr:provide-services><pr:class>x</pr:class><pr:all-services/></pr:provide-services>");

        assertThat(all.services()).isEqualTo(Selection.ALL);
        assertThat(Permissions.union(List.of(some, all)))
                .isEqualTo(all)
                .isEqualTo(Permissions.union(List.of(all, some)));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "1, true", "' true ', true", "false, false", "0, false", "TRUE, false", "yes, false"})
    void aBooleanIsTrueOnlyWhenItSaysSo(String text, boolean value) {
        Permissions permissions = permissions("<pr:provide-mood>" + text + "</pr:provide-mood>");

        assertThat(permissions.attributes().contains(PresenceAttribute.MOOD)).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource(PresenceAttribute.class)
    void eachAttributeHasItsPermission(PresenceAttribute attribute) {
        String prefix = attribute.mayBeNamedAsUnknown() ? "op:" : "pr:";
        String name = prefix + attribute.permission();
        String word = attribute == PresenceAttribute.GEOPRIV ? "full" : "true";
        Permissions yes = permissions("<" + name + ">" + word + "</" + name + ">");
        Permissions no = permissions("<" + name + ">false</" + name + ">");

        assertThat(yes.attributes()).containsExactly(attribute);
        assertThat(no).isEqualTo(Permissions.none());
        assertThat(Permissions.union(List.of(no, yes))).isEqualTo(yes).isEqualTo(Permissions.union(List.of(yes, no)));
    }

    @ParameterizedTest
    @CsvSource({
        "false, bare, BARE",
        "bare, thresholds, THRESHOLDS",
        "full, thresholds, FULL",
        "full, false, FULL",
        "never, bare, BARE"
    })
    void ofUserInputTheMostIsSeen(String one, String other, UserInput most) {
        Permissions first = permissions("<pr:provide-user-input>" + one + "</pr:provide-user-input>");
        Permissions second = permissions("<pr:provide-user-input>" + other + "</pr:provide-user-input>");

        assertThat(Permissions.union(List.of(first, second)).userInput()).isEqualTo(most);
        assertThat(Permissions.union(List.of(second, first)).userInput()).isEqualTo(most);
    }

    @Test
    void allAttributesAreEachOfThemAndTheUnknown() {
        Permissions all = permissions("<pr:provide-all-attributes/>");

        assertThat(all.attributes()).containsExactlyInAnyOrder(PresenceAttribute.values());
        assertThat(all.userInput()).isEqualTo(UserInput.FULL);
        assertThat(permissions(EVERYTHING)).isEqualTo(Permissions.all());
        assertThat(permissions("<pr:provide-all-attributes/><pr:provide-mood>false</pr:provide-mood>"))
                .isEqualTo(all);
    }

    @Test
    void whatIsNotKnownPermitsNothing() {
        assertThat(
                        permissions(
                                "<pr:provide-everything>true</pr:provide-everything><x:provide-mood>true</x:provide-mood>"
                                        + "<pr:provide-services><pr:nickname>a</pr:nickname><x:class>b</x:class></pr:provide-services>"
                                        + "<pr:provide-willingness>true</pr:provide-willingness><op:provide-mood>true</op:provide-mood>"
                                        + "<pr:provide-services><op:class>a</op:class><pr:service-id>b</pr:service-id>"
                                        + "</pr:provide-services><pr:provide-unknown-attribute ns='urn:x'>true</pr:provide-unknown-attribute>"))
                .isEqualTo(Permissions.none());
    }
}
