package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.sippresence.attributes.AttributeName;
import org.sippresence.attributes.UserAttribute;

/** A row of {@code user_attributes}. */
@Entity(name = "UserAttribute")
@Table(name = "user_attributes")
@IdClass(UserAttributeEntity.Key.class)
@NamedQuery(name = UserAttributeEntity.OF_USERS, query = "select a from UserAttribute a where a.uid in (:uids)")
class UserAttributeEntity {

    static final String OF_USERS = "UserAttribute.ofUsers";

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

    static Key key(AttributeName name) {
        return new Key(name.uid(), name.name());
    }

    UserAttributeEntity(UserAttribute attribute) {
        this.uid = attribute.name().uid();
        this.name = attribute.name().name();
        this.text = attribute.value();
    }

    UserAttribute toDomain() {
        return new UserAttribute(new AttributeName(uid, name), text);
    }

    /** The key class that Jakarta Persistence requires. */
    record Key(String uid, String name) implements Serializable {}
}
