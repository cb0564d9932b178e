package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

/** A row that belongs to a presentity and has an assigned key. */
@MappedSuperclass
class PresentityRow {

    @Id
    @Column(name = "id", length = 64)
    private String id;

    @Column(name = "pres_id", nullable = false, updatable = false, length = 64)
    private String presId;

    PresentityRow() {}

    /** Creates a row with the key only, which is enough to delete it. */
    PresentityRow(String id) {
        this.id = id;
    }

    PresentityRow(String id, String presId) {
        this.id = id;
        this.presId = presId;
    }

    final String id() {
        return id;
    }

    final String presId() {
        return presId;
    }
}
