package org.sippresence.persistence;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import org.sippresence.presentity.ReportRow.TupleExtension;

/** A row of {@code tuple_extensions}. */
@Entity(name = "TupleExtension")
@Table(name = "tuple_extensions")
@AttributeOverride(name = "id", column = @Column(name = "dbid", length = 64))
class TupleExtensionEntity extends PresentityRow {

    @Column(name = "tupleid", nullable = false, length = 64)
    private String tupleId;

    @Column(name = "element", nullable = false)
    private byte[] element;

    @Column(name = "status_extension", nullable = false)
    private boolean statusExtension;

    TupleExtensionEntity() {}

    TupleExtensionEntity(RowKey key, TupleExtension domain) {
        super(key.dbid(), key.presId());
        this.tupleId = ColumnValues.clip(domain.tuple().id(), RowKey.LENGTH);
        this.element = domain.element().getBytes(StandardCharsets.UTF_8);
        this.statusExtension = domain.inStatus();
    }
}
