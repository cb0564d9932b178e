package org.sippresence.rest;

import org.sippresence.model.Body;

/** A body as text. */
record DocumentRepresentation(String contentType, String text) {

    static DocumentRepresentation from(Body body) {
        return new DocumentRepresentation(body.type().toString(), body.text());
    }
}
