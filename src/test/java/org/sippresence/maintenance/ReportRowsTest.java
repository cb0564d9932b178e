package org.sippresence.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.maintenance.MaintenanceFixtures.ALICE;
import static org.sippresence.maintenance.MaintenanceFixtures.LATER;
import static org.sippresence.maintenance.MaintenanceFixtures.presence;
import static org.sippresence.maintenance.MaintenanceFixtures.publication;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.presentity.ReportRow;
import org.sippresence.presentity.ReportRow.Contact;
import org.sippresence.presentity.ReportRow.Extension;
import org.sippresence.presentity.ReportRow.Note;
import org.sippresence.presentity.ReportRow.TupleExtension;
import org.sippresence.presentity.ReportRow.TupleName;
import org.sippresence.presentity.ReportRow.TupleNote;
import org.sippresence.publication.Publication;

class ReportRowsTest {

    private static final String RPID = " xmlns:r=\"urn:ietf:params:xml:ns:pidf:rpid\"";
    private static final Publication DESK = publication("p1", ALICE, MaintenanceFixtures.DESK);
    private static final Publication MOBILE = publication("p2", ALICE, MaintenanceFixtures.MOBILE);

    private final ReportRows reportRows = new ReportRows();

    @Test
    void aDocumentIsTakenApartIntoOneRowForEachThingItSays() {
        List<ReportRow> rows = reportRows.of(List.of(DESK));

        EntityTag etag = new EntityTag("e-p1");
        TupleName name = names(rows).get(0);
        assertThat(name.published()).isEqualTo("t1");
        assertThat(rows)
                .containsExactly(
                        new Note(etag, "away", LATER, ""),
                        new Extension(etag, "<r:mood" + RPID + "/>", LATER),
                        new Contact(etag, name, true, LATER, "sip:alice@192.0.2.1", 0.8),
                        new TupleNote(name, "at my desk", "en"),
                        new TupleExtension(name, "<r:idle" + RPID + "/>", true),
                        new TupleExtension(name, "<r:class" + RPID + ">work</r:class>", false));
    }

    @Test
    void tuplesOfTwoPublishersHaveDifferentIdsOfOursThatStayWhenOneGoes() {
        List<TupleName> both = names(reportRows.of(List.of(DESK, MOBILE)));

        assertThat(both).extracting(TupleName::published).containsExactly("t1", "t1");
        assertThat(both.get(0).id()).isNotEqualTo(both.get(1).id());
        assertThat(names(reportRows.of(List.of(MOBILE)))).containsExactly(both.get(1));
    }

    @Test
    void aTupleThatStatesNothingIsClosedWithoutContactAndRanksLast() {
        assertThat(reportRows.of(List.of(MOBILE)))
                .filteredOn(Contact.class::isInstance)
                .singleElement()
                .satisfies(row -> {
                    Contact contact = (Contact) row;
                    assertThat(contact.open()).isFalse();
                    assertThat(contact.contact()).isEmpty();
                    assertThat(contact.priority()).isZero();
                });
    }

    @Test
    void whatCannotBeReadAndOtherEventPackagesGiveNoRows() {
        List<ReportRow> rows = reportRows.of(List.of(
                publication("p0", ALICE, "<presence"),
                publication("p3", ALICE, new EventName("dialog"), presence("<note>x</note>")),
                MOBILE));

        assertThat(rows).isEqualTo(reportRows.of(List.of(MOBILE)));
        assertThat(reportRows.of(List.of())).isEmpty();
    }

    private static List<TupleName> names(List<ReportRow> rows) {
        return rows.stream()
                .flatMap(row -> row instanceof Contact contact ? Stream.of(contact.tuple()) : Stream.empty())
                .toList();
    }
}
