package org.sippresence.presentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.BOB;
import static org.sippresence.presentity.StoredFixtures.NOON;
import static org.sippresence.presentity.StoredFixtures.document;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.presentity.PresentityStore.Listing;
import org.sippresence.testkit.TestBed;
import org.sippresence.testkit.TestBed.NotWrittenException;

/** XCAP documents in the turns of their owners. */
final class DocumentStoreTest {

    private static final StoredDocument INDEX = document(ALICE, "index", "<a/>");
    private static final StoredDocument LARGE = document(ALICE, "large", "<a>" + "x".repeat(40_000) + "</a>");

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();

    @AutoClose
    private TestBed bed = TestBed.plan().store(store).start();

    private void save(StoredDocument document) {
        bed.change(
                document.key().owner(), transaction -> transaction.documents().save(document));
    }

    private List<StoredDocument> documents() {
        return bed.read(ALICE, transaction -> transaction.documents().list());
    }

    @Test
    void aSavedDocumentIsFoundByItsNameAndListedByItsUsage() {
        save(INDEX);
        Optional<StoredDocument> found =
                bed.read(ALICE, transaction -> transaction.documents().find(INDEX.key()));
        List<StoredDocument> rules =
                bed.read(ALICE, transaction -> transaction.documents().list("pres-rules"));
        List<StoredDocument> others =
                bed.read(ALICE, transaction -> transaction.documents().list("im-rules"));
        assertThat(found).contains(INDEX);
        assertThat(rules).containsExactly(INDEX);
        assertThat(others).isEmpty();
        assertThat(store.documents(ALICE)).containsExactly(INDEX);
    }

    @Test
    void anUncommittedDocumentIsSeenByTheNextTurn() {
        store.holdWrites();
        CompletableFuture<Boolean> committed = new CompletableFuture<>();
        bed.presentities.execute(ALICE, transaction -> {
            transaction.documents().save(INDEX);
            transaction.onCommit(later -> committed.complete(true));
        });
        assertThat(documents()).containsExactly(INDEX);
        assertThat(committed).isNotDone();
        store.releaseWrites();
        assertThat(TestBed.get(committed)).isTrue();
    }

    @Test
    void aLostDocumentIsNotSeenAnyMore() {
        save(INDEX);
        store.failAll(true);
        assertThatThrownBy(() -> save(document(ALICE, "index", "<lost/>")))
                .hasCauseInstanceOf(NotWrittenException.class);
        store.failAll(false);
        await().until(() -> documents().equals(List.of(INDEX)));
    }

    @Test
    void aRemovedDocumentIsGone() {
        save(INDEX);
        bed.change(ALICE, transaction -> transaction.documents().remove(INDEX.key()));
        assertThat(documents()).isEmpty();
        assertThat(store.documents(ALICE)).isEmpty();
    }

    @Test
    void documentsOfOthersAreNotTouched() {
        assertThatThrownBy(() ->
                        bed.read(BOB, transaction -> transaction.documents().find(INDEX.key())))
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasCommittedIsToldInATurnOfItsOwner() {
        List<String> told = new CopyOnWriteArrayList<>();
        bed.presentities
                .listeners()
                .onDocument((transaction, change) ->
                        told.add(transaction.presentity() + " " + change.key().path() + " "
                                + change.before().isPresent() + change.after().isPresent()));
        save(INDEX);
        bed.change(ALICE, transaction -> transaction.documents().remove(INDEX.key()));
        store.failAll(true);
        assertThatThrownBy(() -> save(LARGE)).isInstanceOf(CompletionException.class);
        store.failAll(false);
        bed.settle();
        assertThat(told)
                .containsExactly("sip:alice@example.org index falsetrue", "sip:alice@example.org index truefalse");
    }

    @Test
    void whatOneTurnDoesToADocumentIsToldAsOneChange() {
        save(INDEX);
        bed.settle(); // what is told of that is told to nobody
        List<DocumentChange> told = new CopyOnWriteArrayList<>();
        bed.presentities.listeners().onDocument((transaction, change) -> told.add(change));
        bed.change(ALICE, transaction -> {
            transaction.documents().remove(INDEX.key());
            transaction.documents().save(INDEX);
        });
        bed.settle();
        assertThat(told).containsExactly(new DocumentChange(INDEX.key(), Optional.of(INDEX), Optional.of(INDEX)));
    }

    @Test
    void documentsOutliveTheSweepOfWhoHasNothingElse() {
        save(INDEX);
        assertThat(store.clean(NOON.plusSeconds(99_999)).presentities()).isZero();
        bed.expire(ALICE);
        assertThat(documents()).containsExactly(INDEX);
    }

    @Test
    void largeDocumentsAreReadAgainOnNeed() {
        save(LARGE);
        store.write(List.of(new Write.RemoveDocument(LARGE.key()), new Write.SaveDocument(INDEX)));
        assertThat(documents()).containsExactly(INDEX);
        store.write(List.of(new Write.RemoveDocument(INDEX.key())));
        assertThat(documents()).as("small ones are kept").containsExactly(INDEX);
    }

    @Test
    void withoutADatabaseDocumentsStayInMemory() {
        bed.close();
        bed = TestBed.plan()
                .store(new NoPresentityStore())
                .limits(new Limits(10, false, false))
                .start();
        save(LARGE);
        save(document(DocumentKey.GLOBAL, "index", "<g/>"));
        bed.settle();
        assertThat(documents()).containsExactly(LARGE);
        assertThat(bed.presentities.list(new Listing("", "", 10))).containsExactly(ALICE);
    }
}
