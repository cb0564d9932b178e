package org.sippresence.persistence;

/**
 * The key of a row without a natural key: its position among the rows of its presentity.
 *
 * @param presId the presentity's key
 */
record RowKey(String presId, int position) {

    /** Length of the columns for generated names, tags and languages, as in SER's tables. */
    static final int LENGTH = 64;

    String dbid() {
        return presId + '-' + position;
    }
}
