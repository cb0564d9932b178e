package org.sippresence.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of attributes does; it is empty before each test. */
public interface UserAttributesContract {

    AttributeName FILE = new AttributeName("sip:alice@example.org", "pres_rules_file");
    AttributeName UUID = new AttributeName("alice", "uuid");

    UserAttributes attributes();

    @Test
    default void anAttributeIsFoundUnderItsUserAndName() {
        assertThat(attributes().save(new UserAttribute(FILE, "mine.xml"))).isTrue();
        assertThat(attributes().find(FILE)).contains(new UserAttribute(FILE, "mine.xml"));
        assertThat(attributes().find(new AttributeName(FILE.uid(), "uuid"))).isEmpty();
        assertThat(attributes().find(new AttributeName("sip:Alice@example.org", FILE.name())))
                .isEmpty();
    }

    @Test
    default void aSecondValueTakesThePlaceOfTheFirst() {
        attributes().save(new UserAttribute(FILE, "mine.xml"));
        assertThat(attributes().save(new UserAttribute(FILE, "other.xml"))).isTrue();
        assertThat(attributes().find(FILE).map(UserAttribute::value)).contains("other.xml");
    }

    @Test
    default void allAttributesOfAUserAreFoundUnderAnyOfItsNames() {
        UserAttribute file = new UserAttribute(FILE, "a.xml, b.xml");
        UserAttribute uuid = new UserAttribute(UUID, "");
        attributes().save(file);
        attributes().save(uuid);
        attributes().save(new UserAttribute(new AttributeName("bob", "uuid"), "7"));
        assertThat(attributes().of(List.of("alice", "sip:alice@example.org", "carol")))
                .containsExactlyInAnyOrder(file, uuid);
        assertThat(attributes().of(List.of())).isEmpty();
    }

    @Test
    default void anAttributeIsRemovedOnce() {
        attributes().save(new UserAttribute(UUID, "42"));
        assertThat(attributes().remove(UUID)).isTrue();
        assertThat(attributes().remove(UUID)).isFalse();
        assertThat(attributes().find(UUID)).isEmpty();
    }

    @Test
    default void theLongestValuesFit() {
        UserAttribute longest =
                new UserAttribute(new AttributeName("\u00e9".repeat(255), "n".repeat(64)), "\u20ac".repeat(1024));
        attributes().save(longest);
        assertThat(attributes().find(longest.name())).contains(longest);
    }
}
