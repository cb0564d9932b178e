package org.sippresence.rest;

import java.util.List;
import org.sippresence.maintenance.Administration.PresentityReport;
import org.sippresence.model.EventName;

/**
 * One presentity under one event package.
 *
 * @param document composed as a watcher who may see everything gets it
 */
record PresentityRepresentation(
        String presentityUri,
        String event,
        boolean online,
        List<PublicationRepresentation> publications,
        DocumentRepresentation document) {

    static PresentityRepresentation from(PresentityReport report, EventName event) {
        return new PresentityRepresentation(
                report.presentity().uri(),
                event.value(),
                report.online(),
                report.publications().stream()
                        .map(PublicationRepresentation::from)
                        .toList(),
                DocumentRepresentation.from(report.document()));
    }
}
