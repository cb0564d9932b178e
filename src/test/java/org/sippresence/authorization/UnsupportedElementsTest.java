package org.sippresence.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.authorization.AuthorizationFixtures.EVERYTHING;
import static org.sippresence.authorization.AuthorizationFixtures.resource;
import static org.sippresence.authorization.AuthorizationFixtures.rule;
import static org.sippresence.authorization.AuthorizationFixtures.ruleset;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.xml.MalformedXmlException;

/** What the readers of rules would pass over is found, and nothing that they read. */
final class UnsupportedElementsTest {

    private static byte[] bytes(String rules) {
        return ruleset(rules).getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <ocp:media-list/> | '' | media-list of urn:oma:xml:xdm:common-policy in conditions
            <op:provide-willingness/> | '' | provide-willingness of urn:oma:xml:prs:pres-rules in conditions
            <identity><ocp:other-identity/></identity> | '' \
            | other-identity of urn:oma:xml:xdm:common-policy in identity
            <ocp:external-list><ocp:list/></ocp:external-list> | '' \
            | list of urn:oma:xml:xdm:common-policy in external-list
            '' | <op:provide-willingness-info/> \
            | provide-willingness-info of urn:oma:xml:prs:pres-rules in transformations
            '' | <op:service-id>a</op:service-id> | service-id of urn:oma:xml:prs:pres-rules in transformations
            '' | <ocp:other-identity/> | other-identity of urn:oma:xml:xdm:common-policy in transformations
            '' | <pr:provide-weather>true</pr:provide-weather> \
            | provide-weather of urn:ietf:params:xml:ns:pres-rules in transformations
            '' | <pr:sub-handling>allow</pr:sub-handling> \
            | sub-handling of urn:ietf:params:xml:ns:pres-rules in transformations
            '' | <pr:provide-persons><op:service-id>a</op:service-id></pr:provide-persons> \
            | service-id of urn:oma:xml:prs:pres-rules in provide-persons
            '' | <x:all><op:provide-willingness/></x:all> | provide-willingness of urn:oma:xml:prs:pres-rules in all
            """)
    void whatWouldBeIgnoredIsNamed(String conditions, String transformations, String found)
            throws MalformedXmlException {
        byte[] document =
                bytes(rule("first", "", "allow", EVERYTHING) + rule("r 2", conditions, "allow", transformations));
        assertThat(UnsupportedElements.inPresenceRules(document))
                .hasValue("the server does not support " + found + " (rule \"r 2\")");
    }

    @Test
    void whatIsObeyedIsNot() throws MalformedXmlException {
        StringBuilder permissions = new StringBuilder(EVERYTHING);
        Arrays.stream(PresenceAttribute.values()).forEach(each -> {
            String prefix = each.mayBeNamedAsUnknown() ? "<op:" : "<pr:";
            permissions.append(prefix).append(each.permission()).append("/>");
        });
        permissions.append("<pr:provide-user-input>full</pr:provide-user-input><pr:provide-unknown-attribute/>"
                + "<pr:provide-services><pr:class/><pr:occurrence-id/><pr:service-uri/><pr:service-uri-scheme/>"
                + "<op:service-id/></pr:provide-services><pr:provide-devices><pr:deviceID/></pr:provide-devices>"
                + "<x:provide-anything/>");
        String conditions = "<identity><one id='sip:a@b'><x:y/></one></identity><sphere value='a'/><x:weekday/>"
                + "<ocp:external-list><ocp:entry anc='http://a'/></ocp:external-list><ocp:anonymous-request/>"
                + "<ocp:other-identity/>";
        assertThat(UnsupportedElements.inPresenceRules(bytes(rule("r", conditions, "confirm", permissions.toString()))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rfc5025-example.xml", "oma-rules.xml", "seed-presence-rules.xml"})
    void noneIsInTheExamples(String example) throws MalformedXmlException {
        assertThat(UnsupportedElements.inPresenceRules(resource(example))).isEmpty();
    }

    @Test
    void rulesForMessagesHaveTheirOwnAction() throws MalformedXmlException {
        assertThat(UnsupportedElements.inImRules(resource("seed-im-rules.xml"))).isEmpty();
        String rule = "<rule id='r'><conditions><ocp:media-list/></conditions><actions>"
                + "<im:im-handling>block</im:im-handling></actions></rule>";
        assertThat(UnsupportedElements.inImRules(bytes(rule))).isPresent();
        assertThat(UnsupportedElements.inImRules(bytes("<rule id='r'><actions><im:other/></actions></rule>")))
                .hasValue("the server does not support other of urn:iptel:xml:ns:im-rules in actions (rule \"r\")");
    }
}
