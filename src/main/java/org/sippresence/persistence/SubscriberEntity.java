package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.sippresence.account.Account;
import org.sippresence.account.Ha1;
import org.sippresence.model.Aor;

/** A row of {@code subscriber}: a SIP account. Unknown hashes are empty. */
@Entity(name = "Subscriber")
@Table(name = "subscriber")
@IdClass(SubscriberEntity.Key.class)
@NamedQuery(
        name = SubscriberEntity.FIND,
        query = "from Subscriber s where s.username = :username and s.domain = :domain")
@NamedQuery(
        name = SubscriberEntity.REMOVE,
        query = "delete from Subscriber s where s.username = :username and s.domain = :domain")
class SubscriberEntity {

    static final String FIND = "Subscriber.find";
    static final String REMOVE = "Subscriber.remove";

    private static final int HASH_LENGTH = 128;

    @Id
    @Column(name = "username")
    private String username;

    @Id
    @Column(name = "domain")
    private String domain;

    @Column(name = "ha1", nullable = false, length = HASH_LENGTH)
    private String ha1;

    @Column(name = "ha1b", nullable = false, length = HASH_LENGTH)
    private String ha1b;

    @Column(name = "ha1_sha256", nullable = false, length = HASH_LENGTH)
    private String ha1Sha256;

    @Column(name = "ha1b_sha256", nullable = false, length = HASH_LENGTH)
    private String ha1bSha256;

    SubscriberEntity() {}

    static SubscriberEntity fromDomain(Account subscriber) {
        SubscriberEntity row = new SubscriberEntity();
        row.username = subscriber.aor().user();
        row.domain = subscriber.aor().domain();
        row.ha1 = subscriber.plain().md5();
        row.ha1b = subscriber.qualified().md5();
        row.ha1Sha256 = subscriber.plain().sha256();
        row.ha1bSha256 = subscriber.qualified().sha256();
        return row;
    }

    Account toDomain() {
        return new Account(new Aor("sip:" + username + '@' + domain), hashes(ha1, ha1Sha256), hashes(ha1b, ha1bSha256));
    }

    /** Text in these columns that is not a hash, written by another program, counts as unknown. */
    private static Ha1 hashes(String md5, String sha256) {
        try {
            return new Ha1(md5, sha256);
        } catch (IllegalArgumentException e) {
            return Ha1.UNKNOWN;
        }
    }

    /** The key class that Jakarta Persistence requires. */
    static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String username;
        private String domain;

        Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that
                    && Objects.equals(username, that.username)
                    && Objects.equals(domain, that.domain);
        }

        @Override
        public int hashCode() {
            return Objects.hash(username, domain);
        }
    }
}
