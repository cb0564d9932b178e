package org.sippresence.persistence;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.sippresence.presentity.ReportRow.Note;

/** A row of {@code presentity_notes}. */
@Entity(name = "PresentityNote")
@Table(name = "presentity_notes")
@AttributeOverride(name = "id", column = @Column(name = "dbid", length = 64))
class PresentityNoteEntity extends PresentityRow {

    @Column(name = "etag", nullable = false, length = 64)
    private String etag;

    @Column(name = "note", nullable = false)
    private String note;

    @Column(name = "lang", nullable = false, length = 64)
    private String lang;

    @Column(name = "expires", nullable = false)
    private LocalDateTime expires;

    PresentityNoteEntity() {}

    PresentityNoteEntity(RowKey key, Note domain) {
        super(key.dbid(), key.presId());
        this.etag = domain.etag().value();
        this.note = domain.text();
        this.lang = ColumnValues.clip(domain.lang(), RowKey.LENGTH);
        this.expires = ColumnValues.millis(domain.expires());
    }
}
