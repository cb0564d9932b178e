package org.sippresence.rest;

import org.sippresence.publication.Publication;

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
