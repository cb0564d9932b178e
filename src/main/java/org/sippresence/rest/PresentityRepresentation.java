package org.sippresence.rest;

import java.util.List;
import org.sippresence.maintenance.Administration.PresentityReport;
import org.sippresence.model.EventName;
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
