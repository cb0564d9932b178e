package org.sippresence.persistence;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.sippresence.presentity.ReportRow.TupleNote;

/** A row of {@code tuple_notes}. */
@Entity(name = "TupleNote")
@Table(name = "tuple_notes")
@AttributeOverride(name = "id", column = @Column(name = "dbid", length = 64))
class TupleNoteEntity extends PresentityRow {

    @Column(name = "tupleid", nullable = false, length = 64)
    private String tupleId;

    @Column(name = "note", nullable = false)
    private String note;

    @Column(name = "lang", nullable = false, length = 64)
    private String lang;

    TupleNoteEntity() {}

    TupleNoteEntity(RowKey key, TupleNote domain) {
        super(key.dbid(), key.presId());
        this.tupleId = ColumnValues.clip(domain.tuple().id(), RowKey.LENGTH);
        this.note = domain.text();
        this.lang = ColumnValues.clip(domain.lang(), RowKey.LENGTH);
    }
}
