package org.sippresence.persistence;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.PresentityStore;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.presentity.Write;
import org.sippresence.publication.Publication;
import org.sippresence.settings.StorageSettings;
import org.sippresence.settings.logging.FailureCause;

/**
 * Copies live publications of the event package presence and XCAP documents from a database of Kamailio 5 into this
 * server's database. Existing data is kept: publications copied before and documents of the same name are skipped.
 * Subscriptions are not copied; their watchers subscribe again. Runs before the server accepts requests.
 */
public final class KamailioImport {

    private static final String PUBLICATIONS =
            "select username, domain, event, etag, expires, received_time, body, sender from presentity"
                    + " where expires > ? order by received_time, id";
    private static final String DOCUMENTS = "select username, domain, doc, etag, doc_uri from xcap order by id";

    /** Application usages of documents and the content types of their bodies. */
    private static final Map<String, String> TYPES = Map.of(
            "pres-rules", "application/auth-policy+xml",
            "org.openmobilealliance.pres-rules", "application/auth-policy+xml",
            "resource-lists", "application/resource-lists+xml",
            "rls-services", "application/rls-services+xml",
            "pidf-manipulation", "application/pidf+xml");

    private static final Pattern NAME = Pattern.compile("(?:^|.*/)([a-z.-]+)/(?:users/([^/]+)|global)/(.+)");
    private static final long MICROS_A_SECOND = 1_000_000;

    /**
     * The numbers of rows by outcome.
     *
     * @param present already in our database
     * @param refused of other event packages or unknown application usages, or unreadable
     */
    public record Counts(int publications, int documents, int present, int refused) {}

    private final PresentityStore target;
    private final Instant now;
    private int publications;
    private int documents;
    private int present;
    private int refused;

    private KamailioImport(PresentityStore target, Instant now) {
        this.target = target;
        this.now = now;
    }

    /**
     * Copies everything that can be copied.
     *
     * @throws StorageUnavailableException if the source cannot be opened or is not Kamailio's
     */
    public static Counts run(StorageSettings source, PresentityStore target, Clock clock) {
        KamailioImport work = new KamailioImport(target, clock.instant());
        try (HikariDataSource connections = Database.connect(DatabaseEngine.of(source.jdbcUrl()), source, "");
                Connection connection = connections.getConnection()) {
            work.copyPublications(connection);
            work.copyDocuments(connection);
        } catch (SQLException e) {
            throw new StorageUnavailableException(
                    "cannot import from " + Database.urlWithoutSecrets(source) + ", is it Kamailio's? "
                            + FailureCause.message(e),
                    e);
        }
        return new Counts(work.publications, work.documents, work.present, work.refused);
    }

    private void copyPublications(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(PUBLICATIONS)) {
            query.setLong(1, now.getEpochSecond());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    publication(row).ifPresentOrElse(this::copy, () -> refused++);
                }
            }
        }
    }

    /**
     * Kamailio stores seconds; the number of the row is added, so that the times differ and keep the order of the rows.
     */
    private Optional<Publication> publication(ResultSet row) throws SQLException {
        if (!row.getString("event").equals(EventName.PRESENCE.value())) {
            return Optional.empty();
        }
        try {
            Aor presentity = owner(row);
            String etag = row.getString("etag");
            long micros = (publications + present) % MICROS_A_SECOND;
            return Optional.of(new Publication(
                    DerivedKeys.imported(presentity, etag),
                    presentity,
                    EventName.PRESENCE,
                    new EntityTag(etag),
                    Instant.ofEpochSecond(row.getLong("received_time")).plus(micros, ChronoUnit.MICROS),
                    Instant.ofEpochSecond(row.getLong("expires")),
                    Body.of(MediaType.PIDF, row.getBytes("body")),
                    row.getString("sender")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void copy(Publication publication) {
        boolean known = target.load(publication.presentity())
                .map(snapshot -> snapshot.publications().stream()
                        .anyMatch(each -> each.id().equals(publication.id())))
                .orElse(false);
        if (known) {
            present++;
            return;
        }
        target.write(
                List.of(new Write.SavePresentity(publication.presentity()), new Write.SavePublication(publication)));
        publications++;
    }

    private void copyDocuments(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(DOCUMENTS);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                document(row).ifPresentOrElse(this::copy, () -> refused++);
            }
        }
    }

    private Optional<StoredDocument> document(ResultSet row) throws SQLException {
        Matcher name = NAME.matcher(URLDecoder.decode(
                row.getString("doc_uri").replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"),
                StandardCharsets.UTF_8));
        if (!name.matches() || !TYPES.containsKey(name.group(1))) {
            return Optional.empty();
        }
        try {
            Aor owner = name.group(2) == null ? DocumentKey.GLOBAL : owner(row);
            return Optional.of(new StoredDocument(
                    new DocumentKey(name.group(1), owner, name.group(3)),
                    new EntityTag(row.getString("etag")),
                    Body.of(MediaType.parse(TYPES.get(name.group(1))), row.getBytes("doc")),
                    now));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void copy(StoredDocument document) {
        boolean known = target.documents(document.key().owner()).stream()
                .anyMatch(each -> each.key().equals(document.key()));
        if (known) {
            present++;
            return;
        }
        target.write(List.of(new Write.SavePresentity(document.key().owner()), new Write.SaveDocument(document)));
        documents++;
    }

    private static Aor owner(ResultSet row) throws SQLException {
        return Aor.parse("sip:" + row.getString("username") + '@' + row.getString("domain"));
    }
}
