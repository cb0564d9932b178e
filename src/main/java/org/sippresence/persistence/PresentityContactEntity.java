package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.Objects;
import org.sippresence.presentity.ReportRow.Contact;

/** A row of {@code presentity_contact}: a published tuple. */
@Entity(name = "PresentityContact")
@Table(name = "presentity_contact")
@IdClass(PresentityContactEntity.Key.class)
@NamedQuery(
        name = PresentityContactEntity.CLEAR,
        query = "delete from PresentityContact c where c.presId in (:presIds)")
class PresentityContactEntity {

    static final String CLEAR = "PresentityContact.clear";

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

    static PresentityContactEntity fromDomain(String presId, Contact domain) {
        PresentityContactEntity row = new PresentityContactEntity();
        row.presId = presId;
        row.tupleId = ColumnValues.clip(domain.tuple().id(), RowKey.LENGTH);
        row.basic = domain.open() ? OPEN : CLOSED;
        row.expires = ColumnValues.millis(domain.expires());
        row.priority = BigDecimal.valueOf(domain.priority()).setScale(PRIORITY_DIGITS, RoundingMode.HALF_UP);
        row.contact = domain.contact().isEmpty() ? null : ColumnValues.clip(domain.contact(), CONTACT_LENGTH);
        row.etag = domain.etag().value();
        row.publishedId = ColumnValues.clip(domain.tuple().published(), RowKey.LENGTH);
        return row;
    }

    /** The key class that Jakarta Persistence requires. */
    static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String presId;
        private String tupleId;

        Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that
                    && Objects.equals(presId, that.presId)
                    && Objects.equals(tupleId, that.tupleId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(presId, tupleId);
        }
    }
}
