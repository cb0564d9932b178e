package org.sippresence.persistence;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
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
        query = "select b from Publication b where b.presId = :presId order by b.begun, b.created, b.id")
@NamedQuery(
        name = PublicationEntity.OF_PAGE,
        query = "select b from Publication b where b.presId >= :first and b.presId <= :last"
                + " order by b.begun, b.created, b.id")
@NamedQuery(name = PublicationEntity.COUNT, query = "select count(b) from Publication b")
@NamedQuery(
        name = PublicationEntity.EXPIRED,
        query = "select b.id from Publication b where b.expires < :now and b.id > :after"
                + " and not exists (select 1 from ActiveWatcher w where w.presId = b.presId) order by b.id")
@NamedQuery(
        name = PublicationEntity.SWEEP,
        query = "delete from Publication b where b.id in (:ids) and b.expires < :now")
@AttributeOverride(name = "id", column = @Column(name = "pub_id", length = 64))
class PublicationEntity extends PresentityRow {

    static final String OF_PRESENTITY = "Publication.ofPresentity";
    static final String OF_PAGE = "Publication.ofPage";
    static final String COUNT = "Publication.count";
    static final String EXPIRED = "Publication.expired";
    static final String SWEEP = "Publication.sweep";

    private static final int SENDER_LENGTH = 255;

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

    /** Creates a row with the key only, which is enough to delete it. */
    PublicationEntity(String id) {
        super(id);
    }

    PublicationEntity(Publication publication, long changed) {
        super(publication.id(), DerivedKeys.presentity(publication.presentity()));
        this.event = publication.event().value();
        this.etag = publication.entityTag().value();
        this.expires = ColumnValues.millis(publication.expires());
        this.received = ColumnValues.millis(publication.received());
        this.created = ColumnValues.micros(publication.received());
        this.begun = ColumnValues.microsSinceEpoch(publication.received());
        this.revised = begun;
        this.contentType = publication.body().type().toString();
        this.body = publication.body().bytes();
        this.changed = changed;
        this.sender = ColumnValues.clip(publication.sender(), SENDER_LENGTH);
    }

    Publication toDomain(Aor presentity) {
        return new Publication(
                id(),
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
    void beginAs(PublicationEntity earlier) {
        created = earlier.created;
        begun = earlier.begun;
    }
}
