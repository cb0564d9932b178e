package org.sippresence.persistence;

/**
 * The key of a row that has none of its own: its place among the rows of its presentity.
 *
 * @param presId the presentity's key
 */
record RowKey(String presId, int position) {

    /** Of the columns for generated names, tags and languages, as in the seed. */
    static final int LENGTH = 64;

    String dbid() {
        return presId + '-' + position;
    }
}
