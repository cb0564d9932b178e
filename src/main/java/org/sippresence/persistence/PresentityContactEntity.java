package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import org.sippresence.presentity.ReportRow.Contact;

/** A row of {@code presentity_contact}: a published tuple. */
@Entity(name = "PresentityContact")
@Table(name = "presentity_contact")
@IdClass(PresentityContactEntity.Key.class)
class PresentityContactEntity {

    private static final byte OPEN = 0;
    private static final byte CLOSED = 1;
    private static final int PRIORITY_DIGITS = 3;
    private static final int CONTACT_LENGTH = 255;

    @Id
    @Column(name = "pres_id", length = 64)
    private String presId;

    @Id
    @Column(name = "tupleid", length = 64)
    private String tupleId;

    @Column(name = "basic", nullable = false)
    private byte basic;

    @Column(name = "expires", nullable = false)
    private LocalDateTime expires;

    @Column(name = "priority", nullable = false, precision = 4, scale = PRIORITY_DIGITS)
    private BigDecimal priority;

    @Column(name = "contact", length = CONTACT_LENGTH)
    private String contact;

    @Column(name = "etag", nullable = false, length = 64)
    private String etag;

    @Column(name = "published_id", nullable = false, length = 64)
    private String publishedId;

    PresentityContactEntity() {}

    PresentityContactEntity(String presId, Contact domain) {
        this.presId = presId;
        this.tupleId = ColumnValues.clip(domain.tuple().id(), RowKey.LENGTH);
        this.basic = domain.open() ? OPEN : CLOSED;
        this.expires = ColumnValues.millis(domain.expires());
        this.priority = BigDecimal.valueOf(domain.priority()).setScale(PRIORITY_DIGITS, RoundingMode.HALF_UP);
        this.contact = domain.contact().isEmpty() ? null : ColumnValues.clip(domain.contact(), CONTACT_LENGTH);
        this.etag = domain.etag().value();
        this.publishedId = ColumnValues.clip(domain.tuple().published(), RowKey.LENGTH);
    }

    /** The key class that Jakarta Persistence requires. */
    record Key(String presId, String tupleId) implements Serializable {}
}
