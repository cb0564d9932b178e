package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.Optional;
import org.sippresence.access.AccessToken;
import org.sippresence.access.Role;

/** A row of {@code access_token}. */
@Entity(name = "AccessToken")
@Table(name = "access_token")
@NamedQuery(name = AccessTokenEntity.ALL, query = "select t from AccessToken t")
class AccessTokenEntity {

    static final String ALL = "AccessToken.all";

    @Id
    @Column(name = "id", length = 32)
    private String id;

    @Column(name = "hash", nullable = false, length = 64)
    private String hash;

    @Column(name = "role", nullable = false, length = 16)
    private String role;

    /** Empty for the whole server. */
    @Column(name = "domain", nullable = false)
    private String domain;

    @Column(name = "description", nullable = false)
    private String description;

    @Column(name = "created_on", nullable = false)
    private LocalDateTime createdOn;

    @Column(name = "expires_on")
    private LocalDateTime expiresOn;

    @Column(name = "last_used_on")
    private LocalDateTime lastUsedOn;

    AccessTokenEntity() {}

    AccessTokenEntity(AccessToken token) {
        this.id = token.id();
        this.hash = token.hash();
        this.role = token.role().label();
        this.domain = token.domain().orElse("");
        this.description = token.description();
        this.createdOn = ColumnValues.millis(token.created());
        this.expiresOn = token.expires().map(ColumnValues::millis).orElse(null);
        this.lastUsedOn = token.lastUsed().map(ColumnValues::millis).orElse(null);
    }

    /** Empty if another program wrote a role that does not exist: such a token permits nothing. */
    Optional<AccessToken> toDomain() {
        return Role.of(role)
                .map(known -> new AccessToken(
                        id,
                        hash,
                        known,
                        Optional.of(domain).filter(name -> !name.isEmpty()),
                        description,
                        ColumnValues.instant(createdOn),
                        Optional.ofNullable(expiresOn).map(ColumnValues::instant),
                        Optional.ofNullable(lastUsedOn).map(ColumnValues::instant)));
    }
}
