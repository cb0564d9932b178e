package org.sippresence.persistence;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import org.sippresence.presentity.ReportRow.Extension;

/** A row of {@code presentity_extensions}. */
@Entity(name = "PresentityExtension")
@Table(name = "presentity_extensions")
@AttributeOverride(name = "id", column = @Column(name = "dbid", length = 64))
class PresentityExtensionEntity extends PresentityRow {

    @Column(name = "etag", nullable = false, length = 64)
    private String etag;

    @Column(name = "element", nullable = false)
    private byte[] element;

    @Column(name = "expires", nullable = false)
    private LocalDateTime expires;

    PresentityExtensionEntity() {}

    PresentityExtensionEntity(RowKey key, Extension domain) {
        super(key.dbid(), key.presId());
        this.etag = domain.etag().value();
        this.element = domain.element().getBytes(StandardCharsets.UTF_8);
        this.expires = ColumnValues.millis(domain.expires());
    }
}
