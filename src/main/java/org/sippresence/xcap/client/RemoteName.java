package org.sippresence.xcap.client;

import java.net.URI;

/** The URI of a document; gives the document's own name as in the URI. */
record RemoteName(URI uri) {

    String file() {
        String path = uri.getRawPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
