package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.sippresence.attributes.AttributeName;
import org.sippresence.attributes.UserAttribute;

/** A row of {@code user_attributes}. */
@Entity(name = "UserAttribute")
@Table(name = "user_attributes")
@IdClass(UserAttributeEntity.Key.class)
@NamedQuery(name = UserAttributeEntity.FIND, query = "from UserAttribute a where a.uid = :uid and a.name = :name")
@NamedQuery(name = UserAttributeEntity.OF_USERS, query = "from UserAttribute a where a.uid in (:uids)")
@NamedQuery(
        name = UserAttributeEntity.REMOVE,
        query = "delete from UserAttribute a where a.uid = :uid and a.name = :name")
class UserAttributeEntity {

    static final String FIND = "UserAttribute.find";
    static final String OF_USERS = "UserAttribute.ofUsers";
    static final String REMOVE = "UserAttribute.remove";

    private static final int NAME_LENGTH = 64;
    private static final int VALUE_LENGTH = 1024;

    @Id
    @Column(name = "uid")
    private String uid;

    @Id
    @Column(name = "name", length = NAME_LENGTH)
    private String name;

    @Column(name = "value", nullable = false, length = VALUE_LENGTH)
    private String text;

    UserAttributeEntity() {}

    static UserAttributeEntity fromDomain(UserAttribute attribute) {
        UserAttributeEntity row = new UserAttributeEntity();
        row.uid = attribute.name().uid();
        row.name = attribute.name().name();
        row.text = attribute.value();
        return row;
    }

    UserAttribute toDomain() {
        return new UserAttribute(new AttributeName(uid, name), text);
    }

    /** The key class that Jakarta Persistence requires. */
    static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String uid;
        private String name;

        Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && Objects.equals(uid, that.uid) && Objects.equals(name, that.name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(uid, name);
        }
    }
}
