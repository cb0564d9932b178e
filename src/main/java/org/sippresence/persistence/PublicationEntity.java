package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.publication.Publication;

/** A row of the table of publications. */
@Entity(name = "Publication")
@Table(name = TableNamingStrategy.PUBLICATION)
@NamedQuery(
        name = PublicationEntity.OF_PRESENTITY,
        query = "from Publication b where b.presId = :presId order by b.begun, b.created, b.pubId")
@NamedQuery(
        name = PublicationEntity.OF_PAGE,
        query = "from Publication b where b.presId >= :first and b.presId <= :last"
                + " order by b.begun, b.created, b.pubId")
@NamedQuery(name = PublicationEntity.COUNT, query = "select count(b) from Publication b")
@NamedQuery(
        name = PublicationEntity.EXPIRED,
        query = "select b.pubId from Publication b where b.expires < :now and b.pubId > :after"
                + " and not exists (select 1 from ActiveWatcher w where w.presId = b.presId) order by b.pubId")
@NamedQuery(
        name = PublicationEntity.SWEEP,
        query = "delete from Publication b where b.pubId in (:ids) and b.expires < :now")
class PublicationEntity {

    static final String OF_PRESENTITY = "Publication.ofPresentity";
    static final String OF_PAGE = "Publication.ofPage";
    static final String COUNT = "Publication.count";
    static final String EXPIRED = "Publication.expired";
    static final String SWEEP = "Publication.sweep";

    private static final int SENDER_LENGTH = 255;

    @Id
    @Column(name = "pub_id", length = 64)
    private String pubId;

    @Column(name = "pres_id", nullable = false, updatable = false, length = 64)
    private String presId;

    @Column(name = "event", nullable = false, updatable = false, length = 64)
    private String event;

    @Column(name = "etag", nullable = false, length = 64)
    private String etag;

    @Column(name = "expires", nullable = false)
    private LocalDateTime expires;

    @Column(name = "received_time", nullable = false)
    private LocalDateTime received;

    /** When the first body arrived; the upsert does not change it. */
    @Column(name = "created", nullable = false, updatable = false)
    private LocalDateTime created;

    /** The start time as a number; orders the publications of a presentity. */
    @Column(name = "begun", nullable = false, updatable = false)
    private long begun;

    /** {@code received_time} as a number; orders their bodies. */
    @Column(name = "revised", nullable = false)
    private long revised;

    @Column(name = "content_type", nullable = false, length = 128)
    private String contentType;

    @Column(name = "body", nullable = false)
    private byte[] body;

    @Column(name = "sender", nullable = false, length = SENDER_LENGTH)
    private String sender;

    /** The number of the newest change of the presentity. */
    @Column(name = "changed", nullable = false)
    private long changed;

    PublicationEntity() {}

    static PublicationEntity fromDomain(Publication publication, long changed) {
        PublicationEntity row = withId(publication.id());
        row.presId = DerivedKeys.presentity(publication.presentity());
        row.event = publication.event().value();
        row.etag = publication.entityTag().value();
        row.expires = ColumnValues.millis(publication.expires());
        row.received = ColumnValues.millis(publication.received());
        row.created = ColumnValues.micros(publication.received());
        row.begun = ColumnValues.microsSinceEpoch(publication.received());
        row.revised = row.begun;
        row.contentType = publication.body().type().toString();
        row.body = publication.body().bytes();
        row.changed = changed;
        row.sender = ColumnValues.clip(publication.sender(), SENDER_LENGTH);
        return row;
    }

    /** Returns a row with the key only, which is enough to delete it. */
    static PublicationEntity withId(String id) {
        PublicationEntity row = new PublicationEntity();
        row.pubId = id;
        return row;
    }

    Publication toDomain(Aor presentity) {
        return new Publication(
                pubId,
                presentity,
                new EventName(event),
                new EntityTag(etag),
                ColumnValues.instant(revised, received),
                ColumnValues.instant(expires),
                Body.of(MediaType.parse(contentType), body),
                sender);
    }

    /**
     * Takes the start from an earlier write: of several writes of a row in one group only the last is executed, but the
     * first knows when the publication began.
     */
    PublicationEntity begunAs(PublicationEntity earlier) {
        created = earlier.created;
        begun = earlier.begun;
        return this;
    }

    String presId() {
        return presId;
    }
}
