package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.sippresence.account.Account;
import org.sippresence.account.Ha1;
import org.sippresence.model.Aor;

/** A row of {@code subscriber}: a SIP account. Unknown hashes are empty. */
@Entity(name = "Subscriber")
@Table(name = "subscriber")
@IdClass(SubscriberEntity.Key.class)
class SubscriberEntity {

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

    static Key key(Aor aor) {
        return new Key(aor.user(), aor.domain());
    }

    SubscriberEntity(Account account) {
        this.username = account.aor().user();
        this.domain = account.aor().domain();
        this.ha1 = account.plain().md5();
        this.ha1b = account.qualified().md5();
        this.ha1Sha256 = account.plain().sha256();
        this.ha1bSha256 = account.qualified().sha256();
    }

    Account toDomain() {
        return new Account(
                new Aor("sip:" + username + '@' + domain),
                Ha1.recognize(ha1, ha1Sha256),
                Ha1.recognize(ha1b, ha1bSha256));
    }

    /** The key class that Jakarta Persistence requires. */
    record Key(String username, String domain) implements Serializable {}
}
