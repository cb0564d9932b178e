package org.sippresence.rest;

import java.util.List;
import org.sippresence.maintenance.PresentityReports.PresentityReport;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.publication.Publication;
import org.sippresence.settings.Pdomains;

/**
 * One presentity under one event package.
 *
 * @param pdomain the tenant that it belongs to
 * @param document composed as for a watcher with all permissions
 */
record PresentityRepresentation(
        String presentityUri,
        String pdomain,
        String event,
        boolean online,
        List<PublicationRepresentation> publications,
        DocumentRepresentation document) {

    /** A body as text. */
    record DocumentRepresentation(String contentType, String text) {

        static DocumentRepresentation from(Body body) {
            return new DocumentRepresentation(body.type().toString(), body.text());
        }
    }

    /** One publication; times are ISO-8601 in UTC. */
    record PublicationRepresentation(
            String id, String etag, String received, String expires, String sender, DocumentRepresentation document) {

        static PublicationRepresentation from(Publication publication) {
            return new PublicationRepresentation(
                    publication.id(),
                    publication.entityTag().value(),
                    publication.received().toString(),
                    publication.expires().toString(),
                    publication.sender(),
                    DocumentRepresentation.from(publication.body()));
        }
    }

    static PresentityRepresentation from(PresentityReport report, EventName event, Pdomains pdomains) {
        return new PresentityRepresentation(
                report.presentity().uri(),
                pdomains.of(report.presentity().domain()),
                event.value(),
                report.online(),
                report.publications().stream()
                        .map(PublicationRepresentation::from)
                        .toList(),
                DocumentRepresentation.from(report.document()));
    }
}
