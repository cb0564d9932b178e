package org.sippresence.attributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MemoryUserAttributesTest implements UserAttributesContract {

    private final UserAttributes attributes = new MemoryUserAttributes(2);

    @Override
    public UserAttributes attributes() {
        return attributes;
    }

    @Test
    void thereIsRoomForAsManyUsersAsSaid() {
        assertThat(attributes.save(of("alice", "uuid"))).isTrue();
        assertThat(attributes.save(of("bob", "uuid"))).isTrue();
        assertThat(attributes.save(of("carol", "uuid"))).isFalse();
        assertThat(attributes.save(of("bob", "uuid"))).isTrue();
        attributes.remove(new AttributeName("alice", "uuid"));
        assertThat(attributes.save(of("carol", "uuid"))).isTrue();
    }

    @Test
    void aUserHasAHundredAttributesAtMost() {
        for (int i = 0; i < UserAttributes.MAX_PER_USER; i++) {
            assertThat(attributes.save(of("alice", "n" + i))).isTrue();
        }
        assertThat(attributes.save(of("alice", "one-more"))).isFalse();
        assertThat(attributes.save(of("alice", "n7"))).isTrue();
    }

    private static UserAttribute of(String uid, String name) {
        return new UserAttribute(new AttributeName(uid, name), "value");
    }

    @ParameterizedTest
    @CsvSource({"'', uuid, uid must", "alice, '', name must", "alice, a b, name must", "'a\nb', uuid, uid must"})
    void whatIsNoNameIsRefused(String uid, String name, String message) {
        assertThatThrownBy(() -> new AttributeName(uid, name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aValueIsOneLineOfBoundedLength() {
        AttributeName name = new AttributeName("alice", "uuid");
        assertThatThrownBy(() -> new UserAttribute(name, "a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UserAttribute(name, "a".repeat(1025)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
