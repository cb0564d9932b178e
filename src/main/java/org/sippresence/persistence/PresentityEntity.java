package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.sippresence.model.Aor;

/** A row of {@code presentities}. Only the tenant may change. */
@Entity(name = "Presentity")
@Table(name = "presentities")
@NamedQuery(name = PresentityEntity.COUNT, query = "select count(p) from Presentity p")
@NamedQuery(
        name = PresentityEntity.PAGE,
        query = "select p from Presentity p where p.presId > :after order by p.presId")
@NamedQuery(
        name = PresentityEntity.LISTING,
        query =
                "select p.uri from Presentity p where p.uri > :after and (:contains = '' or locate(:contains, p.uri) > 0)"
                        + " and (:ofUser = '' or right(p.uri, :length) in (:ofUser, :ofHost)) order by p.uri")
@NamedQuery(
        name = PresentityEntity.DEADLINES,
        query = "select p.presId, p.uri,"
                + " (select b.expires from Publication b where b.presId = p.presId order by b.expires limit 1),"
                + " (select w.expires from ActiveWatcher w where w.presId = p.presId order by w.expires limit 1),"
                + " (select l.expires from Location l where l.presId = p.presId order by l.expires limit 1)"
                + " from Presentity p where p.presId > :after order by p.presId")
@NamedQuery(
        name = PresentityEntity.ONLY_WATCHED,
        query = "select count(p) from Presentity p where"
                + " exists (select 1 from ActiveWatcher w where w.presId = p.presId)"
                + " and not exists (select 1 from Publication b where b.presId = p.presId)"
                + " and not exists (select 1 from Location l where l.presId = p.presId)")
@NamedQuery(
        name = PresentityEntity.ONLY_WATCHED_BY_DOMAIN,
        query = "select substring(p.uri, locate('@', p.uri) + 1), count(p) from Presentity p where"
                + " exists (select 1 from ActiveWatcher w where w.presId = p.presId)"
                + " and not exists (select 1 from Publication b where b.presId = p.presId)"
                + " and not exists (select 1 from Location l where l.presId = p.presId)"
                + " group by substring(p.uri, locate('@', p.uri) + 1)")
@NamedQuery(
        name = PresentityEntity.PUBLICATIONS_BY_DOMAIN,
        query = "select substring(p.uri, locate('@', p.uri) + 1), count(b)"
                + " from Publication b join Presentity p on b.presId = p.presId"
                + " group by substring(p.uri, locate('@', p.uri) + 1)")
@NamedQuery(
        name = PresentityEntity.SUBSCRIPTIONS_BY_DOMAIN,
        query = "select substring(p.uri, locate('@', p.uri) + 1), count(w)"
                + " from ActiveWatcher w join Presentity p on w.presId = p.presId"
                + " group by substring(p.uri, locate('@', p.uri) + 1)")
@NamedQuery(
        name = PresentityEntity.IDLE,
        query = "select p.presId from Presentity p where p.presId > :after"
                + " and not exists (select 1 from Publication b where b.presId = p.presId)"
                + " and not exists (select 1 from ActiveWatcher w where w.presId = p.presId)"
                + " and not exists (select 1 from Location l where l.presId = p.presId)"
                + " order by p.presId")
@NamedQuery(
        name = PresentityEntity.SWEEP,
        query = "delete from Presentity p where p.presId in (:ids)"
                + " and not exists (select 1 from Publication b where b.presId = p.presId)"
                + " and not exists (select 1 from ActiveWatcher w where w.presId = p.presId)"
                + " and not exists (select 1 from Location l where l.presId = p.presId)")
class PresentityEntity {

    static final String COUNT = "Presentity.count";
    static final String PAGE = "Presentity.page";
    static final String LISTING = "Presentity.listing";
    static final String DEADLINES = "Presentity.deadlines";
    static final String ONLY_WATCHED = "Presentity.onlyWatched";
    static final String ONLY_WATCHED_BY_DOMAIN = "Presentity.onlyWatchedByDomain";
    static final String PUBLICATIONS_BY_DOMAIN = "Presentity.publicationsByDomain";
    static final String SUBSCRIPTIONS_BY_DOMAIN = "Presentity.subscriptionsByDomain";
    static final String IDLE = "Presentity.idle";
    static final String SWEEP = "Presentity.sweep";

    @Id
    @Column(name = "pres_id", length = 64)
    private String presId;

    @Column(name = "uri", nullable = false, updatable = false)
    private String uri;

    @Column(name = "uid", nullable = false, updatable = false)
    private String uid;

    /** Follows the configuration. */
    @Column(name = "pdomain", nullable = false, length = 128)
    private String pdomain;

    PresentityEntity() {}

    PresentityEntity(Aor presentity, String pdomain) {
        this.presId = DerivedKeys.presentity(presentity);
        this.uri = presentity.uri();
        this.uid = presentity.user();
        this.pdomain = pdomain;
    }

    Aor toDomain() {
        return new Aor(uri);
    }

    String presId() {
        return presId;
    }
}
