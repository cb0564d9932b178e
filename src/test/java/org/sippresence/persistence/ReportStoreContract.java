package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.persistence.StorageFixtures.query;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.BOB;
import static org.sippresence.presentity.StoredFixtures.NOON;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.EntityTag;
import org.sippresence.presentity.ReportRow;
import org.sippresence.presentity.ReportRow.Contact;
import org.sippresence.presentity.ReportRow.Extension;
import org.sippresence.presentity.ReportRow.Note;
import org.sippresence.presentity.ReportRow.TupleExtension;
import org.sippresence.presentity.ReportRow.TupleName;
import org.sippresence.presentity.ReportRow.TupleNote;
import org.sippresence.presentity.ReportStore;
import org.sippresence.presentity.Write.SavePresentity;
import org.sippresence.settings.StorageSettings;

/** The tables of documents taken apart, in every database. */
interface ReportStoreContract {

    String ALL_COUNTS = "select (select count(*) from presentity_notes),"
            + " (select count(*) from presentity_extensions), (select count(*) from presentity_contact),"
            + " (select count(*) from tuple_notes), (select count(*) from tuple_extensions)";

    EntityTag ETAG = new EntityTag("e1");
    TupleName DESK = new TupleName("t1", "desk");
    List<ReportRow> ROWS = List.of(
            new Note(ETAG, "away \ud83d\ude00", NOON, "en"),
            new Note(ETAG, "weg", NOON, "de"),
            new Extension(ETAG, "<r:mood/>", NOON),
            new Contact(ETAG, DESK, true, NOON, "sip:alice@192.0.2.1", 0.8),
            new Contact(ETAG, new TupleName("t2", "mobile"), false, NOON, "", 0),
            new TupleNote(DESK, "at my desk", ""),
            new TupleNote(DESK, "really", ""),
            new TupleExtension(DESK, "<r:status/>", true),
            new TupleExtension(DESK, "<r:class/>", false));

    JpaPresentityStore store();

    private ReportStore reports() {
        return store().publishedRows().orElseThrow();
    }

    StorageSettings settings();

    default List<String> rows(String sql) throws SQLException {
        return query(settings(), sql);
    }

    @Test
    default void columnsOfReportTablesAreThoseOfSer() throws SQLException {
        reports().rewrite(Map.of(ALICE, ROWS));
        String presId = DerivedKeys.presentity(ALICE);
        assertThat(rows("select pres_id, etag, note, lang from presentity_notes order by dbid"))
                .containsExactly(presId + "|e1|away \ud83d\ude00|en", presId + "|e1|weg|de");
        assertThat(rows("select pres_id, etag, cast(element as char(9)) from presentity_extensions"))
                .hasSize(1);
        assertThat(rows("select pres_id, basic, priority, contact, tupleid, etag, published_id"
                        + " from presentity_contact order by tupleid"))
                .containsExactly(
                        presId + "|0|0.800|sip:alice@192.0.2.1|t1|e1|desk", presId + "|1|0.000|null|t2|e1|mobile");
        assertThat(rows("select pres_id, tupleid, note, lang from tuple_notes order by dbid"))
                .containsExactly(presId + "|t1|at my desk|", presId + "|t1|really|");
        assertThat(rows("select count(*) from tuple_extensions where status_extension"))
                .containsExactly("1");
    }

    @Test
    default void rewritingReplacesAllRowsOfThePresentityAndOfNoOther() throws SQLException {
        reports().rewrite(Map.of(ALICE, ROWS, BOB, ROWS));
        reports().rewrite(Map.of(ALICE, List.of(new TupleNote(DESK, "only", "en"))));
        assertThat(rows(ALL_COUNTS)).containsExactly("2|1|2|3|2");
        reports().rewrite(Map.of(BOB, List.of()));
        assertThat(rows("select note from tuple_notes")).containsExactly("only");
    }

    @Test
    default void manyPresentitiesAreRewrittenAtOnce() throws SQLException {
        Map<Aor, List<ReportRow>> rows = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            rows.put(Aor.parse("sip:u" + i + "@example.org"), ROWS);
        }
        reports().rewrite(rows);
        reports().rewrite(rows);
        reports().rewrite(Map.of());
        assertThat(rows("select count(*) from presentity_contact")).containsExactly("800");
    }

    @Test
    default void rowsOfPresentitiesThatAreGoneAreRemovedHoweverMany() throws SQLException {
        Map<Aor, List<ReportRow>> rows = new HashMap<>();
        for (int i = 0; i < 600; i++) {
            rows.put(Aor.parse("sip:u" + i + "@example.org"), List.of(ROWS.get(i % ROWS.size())));
        }
        reports().rewrite(rows);
        reports().rewrite(Map.of(ALICE, ROWS));
        store().write(List.of(new SavePresentity(ALICE)));
        reports().removeOrphans();
        assertThat(rows(ALL_COUNTS)).containsExactly("2|1|2|2|2");
    }

    @Test
    default void whatIsTooLongForAReportIsClipped() throws SQLException {
        TupleName longName = new TupleName("t".repeat(100), "p".repeat(100));
        reports()
                .rewrite(Map.of(
                        ALICE,
                        List.of(
                                new Contact(ETAG, longName, true, NOON, "sip:" + "c".repeat(300), 1),
                                new TupleNote(longName, "n".repeat(70_000), "l".repeat(100)))));
        assertThat(rows("select char_length(tupleid), char_length(contact) from presentity_contact"))
                .containsExactly("64|255");
        assertThat(rows("select char_length(note), char_length(lang) from tuple_notes"))
                .containsExactly("70000|64");
    }
}
