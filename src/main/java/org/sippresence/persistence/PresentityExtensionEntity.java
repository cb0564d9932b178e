package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import org.sippresence.presentity.ReportRow.Extension;

/** A row of {@code presentity_extensions}. */
@Entity(name = "PresentityExtension")
@Table(name = "presentity_extensions")
@NamedQuery(
        name = PresentityExtensionEntity.CLEAR,
        query = "delete from PresentityExtension e where e.presId in (:presIds)")
class PresentityExtensionEntity {

    static final String CLEAR = "PresentityExtension.clear";

    @Id
    @Column(name = "dbid", length = 64)
    private String dbid;

    @Column(name = "pres_id", nullable = false, updatable = false, length = 64)
    private String presId;

    @Column(name = "etag", nullable = false, length = 64)
    private String etag;

    @Column(name = "element", nullable = false)
    private byte[] element;

    @Column(name = "expires", nullable = false)
    private LocalDateTime expires;

    PresentityExtensionEntity() {}

    static PresentityExtensionEntity fromDomain(RowKey key, Extension domain) {
        PresentityExtensionEntity row = new PresentityExtensionEntity();
        row.dbid = key.dbid();
        row.presId = key.presId();
        row.etag = domain.etag().value();
        row.element = domain.element().getBytes(StandardCharsets.UTF_8);
        row.expires = ColumnValues.millis(domain.expires());
        return row;
    }
}
